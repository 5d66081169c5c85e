import { member, type Node, type StringNode } from '../source/node';
import { parseJson } from '../source/parseJson';
import type { Span } from '../source/span';

/** A string that names a file: paths relative to the folder of the document, of which the first that is there is meant. */
export interface FileReference extends Span {
  readonly paths: readonly string[];
}

/** The files that a `stepwise.config.json` names: mocks, functions, state machines, and of samples the input and the definition. */
export function projectReferences(text: string): FileReference[] {
  const { root } = parseJson(text);
  const samples = member(root, 'samples')?.value;
  const machines = member(root, 'stateMachines')?.value;
  return [
    ...['mocks', 'functions'].map((key) => member(root, key)?.value),
    ...(samples?.kind === 'array' ? samples.items : []).flatMap((sample) =>
      ['inputFile', 'definition'].map((key) => member(sample, key)?.value),
    ),
  ]
    .concat(machines?.kind === 'object' ? machines.members.map(({ value }) => value) : [])
    .filter(isText)
    .map((node) => reference(node, [node.value.replace(/#[^#]*$/, '')]));
}

/** Endings of files with code, those of the entry's runtime first. */
const endings = { python: ['py'], node: ['js', 'mjs', 'cjs', 'ts'] };

/** The files that a `functions.json` names: of each handler the file in its folder. */
export function functionReferences(text: string): FileReference[] {
  const { root } = parseJson(text);
  return (root?.kind === 'object' ? root.members : []).flatMap(({ value }) => {
    const [runtime, codeUri, handler] = ['runtime', 'codeUri', 'handler'].map((key) => member(value, key)?.value);
    if (!isText(codeUri) || !isText(handler)) {
      return [];
    }
    const isPython = isText(runtime) && runtime.value.startsWith('python');
    const file = handler.value.replace(/\.[^./\\]*$/, '').replaceAll('.', isPython ? '/' : '.');
    const folder = codeUri.value.replace(/[\\/]+$/, '');
    const paths = (isPython ? endings.python : endings.node).map((ending) => `${folder}/${file}.${ending}`);
    // An editor opens files, not folders: both lead to the code.
    return [reference(codeUri, paths), reference(handler, paths)];
  });
}

function isText(node: Node | undefined): node is StringNode {
  return node?.kind === 'string' && node.value !== '';
}

/** Between the quotes. */
function reference({ start, end }: StringNode, paths: readonly string[]): FileReference {
  return { start: start + 1, end: end - 1, paths };
}
