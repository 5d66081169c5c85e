import { chainItems } from './chains';
import { orderRows } from './order';
import { placeItems } from './place';
import { routeArcs } from './route';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from one node to another, or back to itself. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** How much the line wants to be straight: 1 and more. */
  readonly weight: number;
  /** Leaves and enters beside the middle where other lines use it: what is caught. */
  readonly aside: boolean;
  readonly label?: Size;
}

export interface Layered extends Size {
  /** By node: its top left corner. */
  readonly nodes: readonly Point[];
  /** By arc: right-angled, from the source's border to the target's; `labelAt` is the label's middle. */
  readonly arcs: readonly { readonly points: readonly Point[]; readonly labelAt?: Point }[];
}

/**
 * Lays out a directed graph in rows from top to bottom (after Sugiyama): `root` on top, no node or label over another, lines right-angled.
 * Pure and deterministic; time is near linear in nodes, arcs and bends. Lengths in CSS pixels, everything within `width` × `height`.
 */
export function layered(sizes: readonly Size[], arcs: readonly Arc[], root: number | undefined): Layered {
  if (sizes.length === 0) {
    return { width: 0, height: 0, nodes: [], arcs: [] };
  }
  const items = chainItems(sizes, arcs, root);
  orderRows(items);
  return routeArcs(items, placeItems(items), sizes, arcs);
}
