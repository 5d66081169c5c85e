import { isObject, readJson } from '../source/json';

/** Names of the test cases that a MockConfigFile.json has for a definition: those of the machine of its name, or of the only one. Never throws. */
export function testCasesOf(mocks: string, name: string): string[] {
  const { value } = readJson(mocks);
  const machines = isObject(value) ? value['StateMachines'] : undefined;
  if (!isObject(machines)) {
    return [];
  }
  const names = Object.keys(machines);
  const machine = machines[name] ?? (names.length === 1 ? machines[names[0]!] : undefined);
  const cases = isObject(machine) ? machine['TestCases'] : undefined;
  return isObject(cases) ? Object.keys(cases) : [];
}
