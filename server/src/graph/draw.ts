import type { Picture } from '../protocol';
import { graphOf, type Drawable } from './graph';
import { createLayoutCache, layoutGraph, type LayoutCache } from './layout';

/**
 * The picture of an analysis; absent when the text holds no state machine. Never throws. Who draws versions of one document keeps a `cache`
 * for it, so that only the scopes that an edit has changed are laid out again; the picture is the same with and without.
 */
export function draw(analysis: Drawable, cache: LayoutCache = createLayoutCache()): Picture | undefined {
  const graph = graphOf(analysis);
  return graph && layoutGraph(graph, cache);
}
