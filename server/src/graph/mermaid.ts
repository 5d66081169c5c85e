import { graphOf, type Drawable, type GraphNode, type GraphScope } from './graph';

/** The graph as a Mermaid flowchart, as READMEs and wikis draw it; absent when the text holds no state machine. */
export function mermaid(analysis: Drawable): string | undefined {
  const graph = graphOf(analysis);
  if (!graph) {
    return undefined;
  }
  const lines = ['flowchart TD'];
  const ids = new Map<GraphNode, string>();
  writeScope(graph, 1, lines, ids);
  return `${lines.join('\n')}\n`;
}

function writeScope(scope: GraphScope, depth: number, lines: string[], ids: Map<GraphNode, string>): void {
  const write = (text: string, deeper = 0): void => void lines.push('  '.repeat(depth + deeper) + text);
  for (const node of scope.nodes) {
    const id = `n${ids.size}`;
    ids.set(node, id);
    if (node.scopes.length === 0) {
      write(id + outline(node));
      continue;
    }
    write(`subgraph ${id}[${quoted(text(node))}]`);
    node.scopes.forEach((inner, index) => {
      if (inner.title === '') {
        writeScope(inner, depth + 1, lines, ids);
      } else {
        write(`subgraph ${id}_${index}[${quoted(inner.title)}]`, 1);
        writeScope(inner, depth + 2, lines, ids);
        write('end', 1);
      }
    });
    write('end');
  }
  for (const { from, to, kind, labels } of scope.edges) {
    const arrow = kind === 'catch' ? '-.->' : '-->';
    const label = labels.length === 0 ? '' : `|${quoted(labels.join('\n'))}|`;
    write(`${ids.get(scope.nodes[from]!)} ${arrow}${label} ${ids.get(scope.nodes[to]!)}`);
  }
}

function text(node: GraphNode): string {
  return node.detail === undefined ? node.name : `${node.name}\n${node.detail}`;
}

/** The shape says the kind, as in the usual flowcharts: a diamond decides, a round box ends. */
function outline(node: GraphNode): string {
  const label = quoted(text(node));
  if (node.kind === 'start' || node.kind === 'end') {
    return `([${quoted(node.name)}])`;
  }
  if (node.kind === 'missing') {
    return `>${label}]`;
  }
  return node.type === 'Choice' ? `{${label}}` : `[${label}]`;
}

// https://mermaid.js.org/syntax/flowchart.html: entity codes stand for signs that have a meaning in Mermaid or in its HTML labels.
function quoted(text: string): string {
  const escaped = text.replace(/[#"<>&`\\]/g, (sign) => `#${sign.charCodeAt(0)};`).replace(/\n/g, '<br/>');
  return `"${escaped.replace(/\p{Cc}/gu, ' ')}"`;
}
