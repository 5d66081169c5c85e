import { expressionSpan } from '../analysis/expressions';
import { spec } from '../asl/spec';
import type { ObjectSpec } from '../fields/fieldTable';
import type { Report } from './rule';
import { nothing, rule } from './rule';

const referencePathFields = new Set(
  Object.values(spec)
    .flatMap(({ fields }: ObjectSpec) => fields)
    .filter(({ value }) => value.type === 'referencePath')
    .map(({ name }) => name),
);

/** The fields of a Map that take no path into the context object; of its paths, only ItemsPath does. */
const numberPathsOfMap = new Set(
  [spec.Map, spec.ItemBatcher, spec.ReaderConfig]
    .flatMap(({ fields }: ObjectSpec) => fields)
    .filter(({ name, value }) => value.type === 'referencePath' && /^Max|^Tolerated/.test(name))
    .map(({ name }) => name),
);

export const invalidReferencePath = rule({
  id: 'invalid-reference-path',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'The path must name exactly one place.',
  why: 'ResultPath and fields such as TimeoutSecondsPath take a reference path: names and indices only, no wildcard, slice, filter, list or "..". A ResultPath says where in the input the result is put, so it begins with $. and leads neither to the context object nor to a variable. The numbers of a Map, such as MaxConcurrencyPath, do not come from the context object either.',
  link: 'https://states-language.net/#ref-paths',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "ResultPath": "$.items[*].done", "Next": "Tell" },
//                                                  ^^^ "ResultPath" must be a reference path, which names exactly one place: "[*]" may select several.
    "Tell": { "Type": "Pass", "ResultPath": "$$.Execution.Input", "End": true }
//                                          ^^^^^^^^^^^^^^^^^^^^ "ResultPath" says where in the input the result is put: the context object cannot be changed.
  }
}`,
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemsPath": "$$.Execution.Input.orders",
      "MaxConcurrencyPath": "$$.Execution.Input.most",
//                          ^^^^^^^^^^^^^^^^^^^^^^^^^ "MaxConcurrencyPath" cannot lead into the context object, only into the input.
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Pass", "ResultPath": "$.items[0]['is done']", "Next": "Tell" },
    "Tell": { "Type": "Pass", "ResultPath": null, "End": true }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path'],
  fields: [...referencePathFields],
  check(expression, { text }): Iterable<Report> {
    if (expression.kind !== 'path' || expression.field.value.type !== 'referencePath' || !expression.path) {
      return nothing;
    }
    const { path, field } = expression;
    const several = path.segments.find(
      (segment) =>
        segment.kind === 'wildcard' ||
        segment.kind === 'slice' ||
        segment.kind === 'filter' ||
        segment.kind === 'descendants' ||
        (segment.kind === 'names' && segment.names.length > 1) ||
        (segment.kind === 'indices' && segment.indices.length > 1),
    );
    if (several) {
      const message = `"${field.name}" must be a reference path, which names exactly one place: "${path.text.slice(several.start, several.end)}" may select several.`;
      return [{ at: expressionSpan(expression, several, text), message }];
    }
    if (field.name === 'ResultPath' && path.root.kind !== 'input') {
      const what = path.root.kind === 'context' ? 'the context object cannot be changed' : 'a variable is set by Assign';
      return [{ at: expression.node, message: `"ResultPath" says where in the input the result is put: ${what}.` }];
    }
    if (path.root.kind === 'context' && numberPathsOfMap.has(field.name)) {
      return [{ at: expression.node, message: `"${field.name}" cannot lead into the context object, only into the input.` }];
    }
    return nothing;
  },
});
