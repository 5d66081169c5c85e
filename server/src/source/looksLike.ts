/** Whether a JSON or YAML text can be a template with a state machine: a glance that costs next to nothing, before anything is parsed. */
export function mentionsStateMachine(text: string): boolean {
  return text.includes('AWS::StepFunctions::StateMachine') || text.includes('AWS::Serverless::StateMachine');
}

/** Longest stretch of comments that is stepped over at the beginning of a text. */
const glance = 20_000;

/** Whether a text is ACPI Source Language, whose files end in `.asl` as well. ACPI specification 6.5, chapter 19: all of it stands in definition blocks. */
export function isAcpiSource(text: string): boolean {
  const head = text.slice(0, glance);
  const code = /^(?:\s+|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*|#[^\n]*)*/.exec(head)![0].length;
  return /^(?:DefinitionBlock|External|Include|Scope|Method)\s*\(/.test(head.slice(code, code + 100));
}
