import type { Analysis } from '../../analysis/analysis';
import type { Scope, State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member, type Member, type ObjectNode } from '../../source/node';
import { fields, Verbatim, writeMember } from './draft';
import { indentAt, layoutOf } from './layout';
import { insertMember, lastOf, replaceMember } from './memberEdits';
import { freeName } from './names';
import type { Refactoring } from './refactoring';
import { isPlain, leadTo, onwardOf, retarget, relink, type Onward } from './stateEdits';

/** Fields of a container that may stand there when it is dissolved; the others change data or repeat it. */
const harmless = new Set([
  'Type',
  'QueryLanguage',
  'Comment',
  'Branches',
  'ItemProcessor',
  'Iterator',
  'Next',
  'End',
  'MaxConcurrency',
]);

/** The states of a Parallel with one branch, or of a Map over its input as the only item, take the container's place. */
export function inlineContainer(analysis: Analysis, container: State): Refactoring | undefined {
  const [inner, ...others] = container.scopes;
  const onward = onwardOf(container);
  const { scope } = container;
  if (!inner || others.length > 0 || !onward || !isPlain(scope) || !isPlain(inner)) {
    return undefined;
  }
  const result = resultOf(container);
  const catches = member(container.node, 'Catch');
  const [only] = inner.states;
  const mayTakeCatch = inner.states.length === 1 && takesErrors(only!) && only!.queryLanguage === container.queryLanguage;
  if (
    !result ||
    !hasOneItem(container) ||
    (catches && !mayTakeCatch) ||
    inner.states.some((s) => s.node!.members.some((m) => m.key.value === 'Assign'))
  ) {
    return undefined;
  }
  const { text } = analysis;
  const object = scope.statesMember!.value as ObjectNode;
  const layout = layoutOf(text, object);
  // The list that the container makes of its one result is made by a state of its own.
  const isLeft = inner.states.some((s) => s.isEnd && s.type?.value !== 'Fail');
  if (!isLeft && onward !== 'end') {
    return undefined;
  }
  const listName = result === 'list' && isLeft ? freeName(analysis, `${container.name} result`) : undefined;
  const { edits, gone, entry } = openScope(text, inner, listName === undefined ? onward : { next: listName });
  if (catches) {
    edits.push(
      insertMember(
        text,
        only!.node!,
        Verbatim.of(layoutOf(text, container.node!), catches),
        lastOf(only!.node!, ['Retry', 'ResultPath', 'Output']),
      ),
    );
  }
  const indent = indentAt(layout, container.member.start);
  const moved = [
    ...inner.states.filter((s) => !gone.has(s)).map((s) => Verbatim.of(layout, s.member, edits)),
    ...(listName === undefined
      ? []
      : [
          [
            listName,
            fields({
              Type: 'Pass',
              QueryLanguage: scope.queryLanguage === 'JSONata' ? undefined : 'JSONata',
              Output: '{% [$states.input] %}',
              ...(onward === 'end' ? { End: true } : { Next: onward.next }),
            }),
          ] as const,
        ]),
  ];
  const separator = `${layout.isFlow ? ',' : ''}${layout.isOneLine ? ' ' : layout.lineEnd + indent}`;
  return {
    title: `Replace "${container.name}" by the states in it`,
    kind: 'inline',
    edits: [
      ...relink(text, scope, new Map([[container.name, entry]]), [container]),
      {
        start: container.member.start,
        end: container.member.end,
        text: moved.map((m) => writeMember(m, layout, indent)).join(separator),
      },
    ],
  };
}

/** What the container's output is: the branch's own, or a list of it; absent where it is something else. */
function resultOf({ node, queryLanguage }: State): 'same' | 'list' | undefined {
  const others = node!.members.filter(({ key }) => !harmless.has(key.value) && key.value !== 'Catch');
  const rest = others.filter(({ key }) => !['OutputPath', 'Output', 'Items'].includes(key.value));
  if (rest.length > 0) {
    return undefined;
  }
  const output = others.find(({ key }) => key.value !== 'Items');
  if (!output) {
    return 'list';
  }
  return isText(output, queryLanguage === 'JSONata' ? /^\{%\s*\$states\.result\[0\]\s*%\}$/ : /^\$\[0\]$/) ? 'same' : undefined;
}

function hasOneItem({ type, node }: State): boolean {
  return (
    type?.value === 'Parallel' ||
    (type?.value === 'Map' && isText(member(node, 'Items'), /^\{%\s*\[\s*\$states\.input\s*\]\s*%\}$/))
  );
}

function isText(found: Member | undefined, pattern: RegExp): boolean {
  return found?.value?.kind === 'string' && pattern.test(found.value.value);
}

/** Whether a catcher of the container can as well be the state's own. */
function takesErrors({ type, node }: State): boolean {
  return ['Task', 'Parallel', 'Map'].includes(type?.value ?? '') && !member(node, 'Catch');
}

/** Makes what ends the inner scope lead on; a Succeed state that says nothing more is left out. */
function openScope(text: string, inner: Scope, onward: Onward): { edits: Edit[]; gone: Set<State>; entry: string } {
  const edits: Edit[] = [];
  const gone = new Set<State>();
  const entry = inner.startAt!.value;
  if (onward === 'end') {
    return { edits, gone, entry };
  }
  for (const state of inner.states) {
    if (!state.isEnd || state.type?.value === 'Fail') {
      continue;
    }
    if (state.type?.value !== 'Succeed') {
      edits.push(...leadTo(text, state, onward));
    } else if (state.node!.members.length === 1 && state.name !== entry) {
      gone.add(state);
      for (const { target } of inner.states.flatMap((s) => s.transitions)) {
        if (target.value === state.name) {
          edits.push(retarget(text, target.node, onward.next));
        }
      }
    } else {
      edits.push(
        replaceMember(text, state.node!, member(state.node, 'Type')!, ['Type', 'Pass']),
        insertMember(text, state.node!, ['Next', onward.next], state.node!.members.at(-1)),
      );
    }
  }
  return { edits, gone, entry };
}
