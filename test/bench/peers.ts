import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

const folder = __dirname;
const load = createRequire(path.join(folder, 'package.json'));

/** Installs what is measured against, once; without a registry the benchmarks go on without peers. */
export function installPeers(): void {
  if (!fs.existsSync(path.join(folder, 'node_modules'))) {
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--engine-strict=false', '--loglevel=error'], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (npm.status !== 0) {
      console.error('The peers could not be installed; only Stepwise and the floors are measured.');
    }
  }
}

/** A peer's module, or undefined when it is not installed. */
export function peer(name: string): unknown {
  try {
    return load(name) as unknown;
  } catch {
    return undefined;
  }
}

interface LanguageService {
  doValidation(document: unknown, parsed: unknown): Promise<readonly unknown[]>;
  parseJSONDocument(document: unknown): unknown;
}

/** One validation by the AWS Toolkit's engine, parsing included. */
export function toolkitValidation(): ((text: string) => Promise<readonly unknown[]>) | undefined {
  const module = peer('amazon-states-language-service') as
    | {
        getLanguageService(options: object): LanguageService;
        TextDocument: { create(uri: string, id: string, version: number, text: string): unknown };
      }
    | undefined;
  if (!module) {
    return undefined;
  }
  const service = module.getLanguageService({});
  return (text) => {
    const document = module.TextDocument.create('file:///a.asl.json', 'asl', 1, text);
    return service.doValidation(document, service.parseJSONDocument(document));
  };
}

/** One validation by asl-validator, parsing included. */
export function aslValidator(): ((text: string) => unknown) | undefined {
  const validate = peer('asl-validator') as ((definition: unknown) => unknown) | undefined;
  return validate && ((text) => validate(JSON.parse(text)));
}

interface Execution {
  readonly result: Promise<unknown>;
}

/** One run by aws-local-stepfunctions, without its validation. */
export async function localStepFunctions(): Promise<
  ((definition: object, input: unknown) => () => Promise<unknown>) | undefined
> {
  try {
    const { StateMachine } = (await import(load.resolve('aws-local-stepfunctions'))) as {
      StateMachine: new (definition: object, options: object) => { run(input: unknown): Execution };
    };
    return (definition, input) => {
      const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
      return () => machine.run(input).result;
    };
  } catch {
    return undefined;
  }
}
