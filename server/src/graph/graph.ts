import type { Clause, Scope, State, Transition } from '../asl/ast';
import { stateId } from '../asl/ast';
import type { Analysis } from '../analysis/analysis';
import { member } from '../source/node';
import type { PictureEdge } from '../protocol';
import { readCondition } from './condition';
import { detailOf } from './detail';
import type { IconName } from './icons';

/** A scope as nodes and edges, before it has sizes and places: transitions never leave it. */
export interface GraphScope {
  /** Prefix of its states' ids. */
  readonly path: string;
  /** Of its frame. */
  readonly id: string;
  readonly kind: Scope['kind'];
  /** What its frame says: `Branch 0`, as everywhere else. */
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** As in `PictureNode`. */
  readonly id: string;
  readonly kind: 'state' | 'missing' | 'start' | 'end';
  readonly name: string;
  readonly type?: string;
  readonly detail?: string;
  readonly icon?: IconName;
  readonly flaw?: string;
  readonly unreachable?: boolean;
  readonly retry?: string;
  readonly catch?: string;
  /** Branches of a Parallel, the processor of a Map. */
  readonly scopes: readonly GraphScope[];
}

/** Transitions of one kind between the same two nodes are one edge with several labels. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: PictureEdge['kind'];
  readonly labels: string[];
}

/** The machine's graph, scope by scope; absent when the text holds no machine. Whatever states exist are in it, however broken the rest. */
export function graphOf(analysis: Drawable): GraphScope | undefined {
  return analysis.machine && scopeGraph(analysis.machine, '', analysis);
}

/** What of an analysis is drawn. */
export type Drawable = Pick<Analysis, 'machine' | 'symbols' | 'flow'>;

/** An id for something that is no state: a state may be called `#end`, and keeps its id then. */
function freeId(id: string, { symbols }: Drawable): string {
  return symbols.byId.has(id) ? freeId(`${id}#`, { symbols } as Drawable) : id;
}

// As deep as the document, which the parser bounds.
function scopeGraph(scope: Scope, path: string, analysis: Drawable): GraphScope {
  const nodes: GraphNode[] = [];
  const winner = new Map<string, number>();
  const start: GraphNode = { id: freeId(`${path}#start`, analysis), kind: 'start', name: 'Start', scopes: [] };
  if (scope.states.length > 0 || scope.startAt) {
    nodes.push(start);
  }
  const last = new Map(scope.states.map((state, index) => [state.name, index]));
  scope.states.forEach((state, index) => {
    // When a name stands twice, the last one counts; the other is drawn, but nothing leads to it.
    const isLast = last.get(state.name) === index;
    const id = isLast ? stateId(path, state.name) : freeId(`${stateId(path, state.name)}#${index}`, analysis);
    if (isLast) {
      winner.set(state.name, nodes.length);
    }
    nodes.push(stateNode(state, id, !isLast, analysis));
  });
  const edges = new Edges();
  const targetOf = (name: string): number => {
    let target = winner.get(name);
    if (target === undefined) {
      target = nodes.length;
      winner.set(name, target);
      const flaw = `No state is called ${JSON.stringify(name)} here.`;
      nodes.push({
        id: freeId(`${stateId(path, name)}#missing`, analysis),
        kind: 'missing',
        name,
        icon: 'unknown',
        detail: 'no such state',
        flaw,
        scopes: [],
      });
    }
    return target;
  };
  if (scope.startAt) {
    edges.add(0, targetOf(scope.startAt.value), 'start');
  }
  const first = nodes[0] === start ? 1 : 0;
  const ends: number[] = [];
  scope.states.forEach((state, index) => {
    // Where a failure leads stands behind where success leads, and is drawn right of it.
    for (const transition of [...state.transitions].sort((a, b) => order(a) - order(b))) {
      edges.add(first + index, targetOf(transition.target.value), transition.kind, label(state, transition));
    }
    if (state.isEnd && state.type?.value !== 'Fail') {
      ends.push(first + index);
    }
  });
  if (ends.length > 0) {
    nodes.push({ id: freeId(`${path}#end`, analysis), kind: 'end', name: 'End', scopes: [] });
    ends.forEach((state) => edges.add(state, nodes.length - 1, 'end'));
  }
  return { path, id: freeId(`${path}#scope`, analysis), kind: scope.kind, title: title(scope), nodes, edges: edges.list };
}

function order(transition: Transition): number {
  return transition.kind === 'catch' ? 1 : 0;
}

function title(scope: Scope): string {
  return scope.kind === 'branch' ? `Branch ${scope.path.slice(scope.path.lastIndexOf('/') + 1)}` : '';
}

class Edges {
  readonly list: GraphEdge[] = [];
  private readonly known = new Map<string, GraphEdge>();

  add(from: number, to: number, kind: GraphEdge['kind'], text?: string): void {
    const key = `${from} ${to} ${kind}`;
    let edge = this.known.get(key);
    if (!edge) {
      edge = { from, to, kind, labels: [] };
      this.known.set(key, edge);
      this.list.push(edge);
    }
    if (text !== undefined && !edge.labels.includes(text)) {
      edge.labels.push(text);
    }
  }
}

function stateNode(state: State, id: string, isDouble: boolean, analysis: Drawable): GraphNode {
  const { icon, text } = detailOf(state);
  const lost = isDouble || analysis.flow.unreachable.has(state.id);
  const flaw = isDouble
    ? `The name ${JSON.stringify(state.name)} stands twice; the last one counts.`
    : (dangling(state) ?? (lost ? 'No path from StartAt leads here.' : undefined));
  return {
    id,
    kind: 'state',
    name: state.name,
    type: state.type?.value,
    detail: text,
    icon,
    flaw,
    unreachable: lost,
    retry: clauses('Retry', state.retriers),
    catch: clauses('Catch', state.catchers),
    scopes: state.scopes.map((scope) =>
      scopeGraph(scope, scope.kind === 'branch' ? id + scope.path.slice(scope.path.lastIndexOf('/')) : id, analysis),
    ),
  };
}

/** What is wrong with the state itself as far as the drawing shows it. */
function dangling(state: State): string | undefined {
  if (!state.type) {
    return 'The state has no Type.';
  }
  const goesOn = state.transitions.some((transition) => transition.kind !== 'catch');
  return goesOn || state.isEnd ? undefined : 'Nothing follows: Next or End is missing.';
}

function clauses(word: string, list: readonly Clause[]): string | undefined {
  return list.length === 0 ? undefined : `${word}: ${list.map((clause) => errors(clause) || '?').join('; ')}`;
}

function errors(clause: Clause): string {
  return clause.errorEquals.map((error) => error.value).join(', ');
}

function label(state: State, transition: Transition): string | undefined {
  switch (transition.kind) {
    case 'choice': {
      const choice = state.choices.find((each) => each.index === transition.index);
      return choice && readCondition(choice.node, choice.index);
    }
    case 'default':
      return 'Default';
    case 'catch': {
      const catcher = state.catchers.find((each) => each.index === transition.index);
      return catcher && (errors(catcher) || 'any error?');
    }
    case 'next':
      // A Choice has no Next of its own; where one is written all the same it leads nowhere at run time.
      return member(state.node, 'Choices') ? 'Next' : undefined;
  }
}
