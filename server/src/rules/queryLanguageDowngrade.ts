import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const queryLanguageDowngrade = rule({
  id: 'query-language-downgrade',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A state of a JSONata state machine cannot choose JSONPath.',
  why: 'A state may choose JSONata where the state machine uses JSONPath, but not the other way round. To keep JSONPath in some states, leave the QueryLanguage of the state machine at JSONPath and set "JSONata" on the others.',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Old",
  "States": {
    "Old": { "Type": "Pass", "QueryLanguage": "JSONPath", "End": true }
    //                                        ^^^^^^^^^^ 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine.
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONPath",
  "StartAt": "New",
  "States": {
    "New": { "Type": "Pass", "QueryLanguage": "JSONata", "End": true }
  }
}`,
  ],
  of: 'state',
  fields: ['QueryLanguage'],
  *check(state, { machine }): Iterable<Report> {
    if (machine.queryLanguage !== 'JSONata') {
      return;
    }
    const language = member(state.node, 'QueryLanguage')?.value;
    if (language?.kind === 'string' && language.value === 'JSONPath') {
      yield { at: language, message: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine." };
    }
  },
});
