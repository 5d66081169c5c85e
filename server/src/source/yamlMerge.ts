import type { Member, Node, ObjectNode } from './node';

/**
 * The members of a YAML mapping with those that its merge keys (`<<: *base`, `<<: [*a, *b]`) stand for in their place: the readers of YAML that AWS's tools and
 * the Serverless Framework use know them. What the mapping says itself goes before what is merged, the first of several before the others.
 * https://yaml.org/type/merge.html
 */
export function mergedMembers(members: Member[], text: string): Member[] {
  if (!members.some((each) => isMerge(each, text))) {
    return members;
  }
  const seen = new Set(members.map(({ key }) => key.value));
  return members.flatMap((each) =>
    isMerge(each, text)
      ? sourcesOf(each.value).flatMap((source) =>
          source.members.filter(({ key }) => {
            const isNew = !seen.has(key.value);
            seen.add(key.value);
            return isNew;
          }),
        )
      : [each],
  );
}

function isMerge({ key, value }: Member, text: string): boolean {
  return key.value === '<<' && text[key.start] === '<' && sourcesOf(value).length > 0;
}

function sourcesOf(value: Node | undefined): readonly ObjectNode[] {
  if (value?.kind === 'object') {
    return [value];
  }
  return value?.kind === 'array' ? value.items.filter((item) => item.kind === 'object') : [];
}
