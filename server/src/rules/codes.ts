import type { StructureCode } from '../fields/structure';
import type { ProblemCode } from '../source/node';

/** What a diagnostic code that is no rule means. */
export interface CodeDescription {
  readonly summary: string;
  readonly why: string;
}

/** What parsers say: faults of the text itself. */
export const textCodes: Readonly<Record<ProblemCode, CodeDescription>> = {
  'invalid-json': {
    summary: 'The text is not JSON.',
    why: 'AWS reads plain JSON: no comments, no trailing commas, double quotes only. What can still be understood is analysed all the same.',
  },
  'invalid-yaml': {
    summary: 'The text is not YAML.',
    why: 'Tools that deploy the definition could not read it. YAML 1.2 is meant.',
  },
  'duplicate-key': {
    summary: 'A key stands twice in one object.',
    why: 'Only the last of them counts, so what the first one says is lost without a word. Two states of the same name in one States object are such a case.',
  },
  'too-deeply-nested': {
    summary: 'Objects and arrays are nested more than 1,500 levels deep.',
    why: 'Nobody writes this on purpose, and AWS has a limit as well. What is deeper is not analysed.',
  },
  'invalid-encoding': {
    summary: 'The file is not UTF-8.',
    why: 'The bytes stand for no character; whatever they were meant to be is lost.',
  },
  'byte-order-mark': {
    summary: 'The file begins with a byte order mark.',
    why: 'JSON has none (RFC 8259, section 8.1): some readers take it for a faulty character. Save the file as UTF-8 without BOM.',
  },
  'empty-document': {
    summary: 'There is nothing in the document.',
    why: 'A state machine is an object with StartAt and States.',
  },
};

/** What is said of templates around state machines. */
export const templateCodes: Readonly<Record<string, CodeDescription>> = {
  'missing-definition': {
    summary: 'A state machine of a template has no definition, or the file that it names is not there.',
    why: 'It is written in Definition, in DefinitionString as JSON text, or in a file that DefinitionUri names.',
  },
  'definition-not-text': {
    summary: 'DefinitionString is an object.',
    why: 'CloudFormation takes JSON text there. A definition that is part of the template goes into Definition.',
  },
};

/** What is said of suppressions themselves. */
export const suppressionCodes: Readonly<Record<string, CodeDescription>> = {
  'faulty-suppression': {
    summary: 'A suppression does nothing, or has no reason.',
    why: 'A rule is silenced by `stepwise-disable <rule>: <reason>` in the Comment of a state (for the state and what is in it) or of the state machine, and in YAML by `# stepwise-disable-next-line <rule>: <reason>`. Several rules are separated by commas. The reason is for those who read it later.',
  },
};

/** What the field tables say: the structure of objects. */
export const structureCodes: Readonly<Record<StructureCode, CodeDescription>> = {
  'unknown-field': {
    summary: 'The object has no field of that name.',
    why: 'AWS refuses fields that it does not know. Mostly the name is misspelt (letter case counts), or the field belongs to another type of state.',
  },
  'unsupported-field': {
    summary: 'The field belongs to the other query language.',
    why: 'InputPath, Parameters, ResultPath and others belong to JSONPath; Arguments, Output and others to JSONata. The language is set by QueryLanguage, of the state or of the state machine.',
  },
  'missing-field': { summary: 'A field that must be there is missing.', why: 'AWS refuses the definition without it.' },
  'conflicting-fields': {
    summary: 'Two fields exclude each other.',
    why: 'Such as Next and End, or TimeoutSeconds and TimeoutSecondsPath: only one of them can count.',
  },
  'wrong-type': {
    summary: 'The value is of another kind than the field takes.',
    why: 'Such as a number in quotes, or an object where a list is expected.',
  },
  'not-allowed-value': { summary: 'The value is none of those that the field takes.', why: 'Letter case counts.' },
  'out-of-range': {
    summary: 'The number, or the number of elements, is too small or too large.',
    why: 'AWS refuses the definition.',
  },
  'invalid-format': {
    summary: 'The text has not the form that the field asks for.',
    why: 'Such as a path that does not begin with $, or a timestamp without a zone.',
  },
};
