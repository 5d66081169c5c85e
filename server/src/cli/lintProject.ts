import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFileName, readProject } from '../project/project';
import type { CheckOptions } from '../rules';
import { unknownRules } from '../rules/settings';
import { LineIndex } from '../source/lineIndex';

/** Finds the severities that hold for a file: of one given configuration, or of the nearest `stepwise.config.json` upwards. Each is read once. */
export class LintProjects {
  private readonly read = new Map<string, CheckOptions>();

  /** `complain` gets one line for each fault of a configuration. */
  constructor(
    private readonly given: string | undefined,
    private readonly complain: (message: string) => void,
  ) {}

  optionsFor(file: string): CheckOptions {
    const found = this.given ?? nearestProject(file);
    return found === undefined ? {} : this.optionsOf(found);
  }

  private optionsOf(file: string): CheckOptions {
    let options = this.read.get(file);
    if (!options) {
      options = this.load(file);
      this.read.set(file, options);
    }
    return options;
  }

  private load(file: string): CheckOptions {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      this.complain(`${file} cannot be read: ${(error as Error).message}`);
      return {};
    }
    const { project, problems } = readProject(text);
    const lines = new LineIndex(text);
    const faults = [...problems, ...unknownRules(project.ruleNames).map(({ at, message }) => ({ ...at, message }))];
    for (const { start, message } of faults) {
      const { line, character } = lines.position(start);
      this.complain(`${file}:${line + 1}:${character + 1}: ${message}`);
    }
    return { severities: project.rules, pillars: project.pillars };
  }
}

function nearestProject(file: string): string | undefined {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    const found = path.join(folder, projectFileName);
    if (existsSync(found)) {
      return path.relative('', found) || found;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}
