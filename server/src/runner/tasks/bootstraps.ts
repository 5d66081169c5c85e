/**
 * What runs a function in its own process: reads one request (JSON) from standard input, calls the handler and writes the
 * answer to file descriptor 3, so that whatever the function prints does not mix with it.
 * A guard beside it ends the process and what it has started (they are a group of their own) when the process that started it was
 * killed. That process's id comes as the argument: asking for it here would be too late when it is gone already.
 * Answer: `{"result": text}` with the handler's result as JSON text, or `{"error": {errorMessage, errorType, …}}` in the words of the Lambda runtimes.
 */

export const pythonBootstrap = `
import sys, os, json, importlib, traceback, time, threading, signal
parent = int(sys.argv[1])
def guard():
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)
if os.name == 'posix':
    threading.Thread(target=guard, daemon=True).start()
answer_file = os.fdopen(3, 'w', encoding='utf-8', newline='')
request = json.loads(sys.stdin.buffer.read().decode('utf-8', 'surrogatepass'))
sys.stdin = open(os.devnull)
code, handler = request['codeUri'], request['handler']
sys.path.insert(0, code)

def answer(value):
    answer_file.write(json.dumps(value))
    answer_file.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)

def failure(message, kind, trace=None):
    value = {'errorMessage': message, 'errorType': kind, 'requestId': request['requestId']}
    value['stackTrace'] = trace or []
    answer({'error': json.dumps(value)})

class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None

class Context:
    def __init__(self):
        self.function_name = request['name']
        self.function_version = '$LATEST'
        self.invoked_function_arn = request['arn']
        self.memory_limit_in_mb = '128'
        self.aws_request_id = request['requestId']
        self.log_group_name = '/aws/lambda/' + request['name']
        self.log_stream_name = 'local'
        self.identity = Identity()
        self.client_context = None
        self._deadline = time.monotonic() + request['timeout']
    def get_remaining_time_in_millis(self):
        return max(0, int((self._deadline - time.monotonic()) * 1000))

module_name, _, function_name = handler.rpartition('.')
module_name = module_name.replace('/', '.')
try:
    module = importlib.import_module(module_name)
except SyntaxError as e:
    failure('Syntax error in module %r: %s' % (module_name, e), 'Runtime.UserCodeSyntaxError')
except ImportError as e:
    failure('Unable to import module %r: %s' % (module_name, e), 'Runtime.ImportModuleError')
except Exception as e:
    failure(str(e), type(e).__name__, traceback.format_tb(e.__traceback__)[1:])
handle = getattr(module, function_name, None)
if handle is None:
    failure("Handler '%s' missing on module '%s'" % (function_name, module_name), 'Runtime.HandlerNotFound')
try:
    result = handle(json.loads(request['event']), Context())
except Exception as e:
    failure(str(e), type(e).__name__, traceback.format_tb(e.__traceback__)[1:])
try:
    text = result.decode('utf-8', 'replace') if isinstance(result, bytes) else json.dumps(result, allow_nan=False)
except Exception as e:
    failure('Unable to marshal response: %s' % e, 'Runtime.MarshalError')
answer({'result': text})
`;

export const nodeBootstrap = `
const { Worker } = require('node:worker_threads');
const guard = "const parent = require('node:worker_threads').workerData; setInterval(() => process.ppid === parent || process.kill(0, 'SIGKILL'), 500)";
if (process.platform !== 'win32') new Worker(guard, { eval: true, workerData: Number(process.argv[1]) }).unref();
const fs = require('node:fs'), path = require('node:path'), { pathToFileURL } = require('node:url');
const request = JSON.parse(fs.readFileSync(0, 'utf8'));
const answer = (value) => { fs.writeSync(3, JSON.stringify(value)); process.exitCode = 0; process.exit(); };
const failure = (errorType, errorMessage, trace) => answer({ error: JSON.stringify({ errorType, errorMessage, trace: trace ?? [] }) });
const thrown = (e) => e instanceof Error
  ? failure(e.name || e.constructor.name, e.message, String(e.stack).split('\\n'))
  : failure(typeof e, String(e));
process.on('uncaughtException', (e) => thrown(e));
process.on('unhandledRejection', (e) => failure('Runtime.UnhandledPromiseRejection', String(e && e.message !== undefined ? e.name + ': ' + e.message : e)));
const started = Date.now();
const context = {
  functionName: request.name, functionVersion: '$LATEST', invokedFunctionArn: request.arn, memoryLimitInMB: '128',
  awsRequestId: request.requestId, logGroupName: '/aws/lambda/' + request.name, logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, request.timeout * 1000 - (Date.now() - started)),
};
(async () => {
  const dot = request.handler.lastIndexOf('.');
  const moduleName = request.handler.slice(0, dot), functionName = request.handler.slice(dot + 1);
  const base = path.join(request.codeUri, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((x) => base + x).find((f) => fs.existsSync(f));
  if (!file) return failure('Runtime.ImportModuleError', "Error: Cannot find module '" + moduleName + "'");
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (e) {
    const kind = e instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : e && e.code === 'ERR_MODULE_NOT_FOUND' ? 'Runtime.ImportModuleError' : undefined;
    return kind ? failure(kind, String(e)) : thrown(e);
  }
  const handle = loaded[functionName] ?? loaded.default?.[functionName];
  if (typeof handle !== 'function') return failure('Runtime.HandlerNotFound', request.handler + ' is undefined or not exported');
  let result;
  try {
    result = await new Promise((resolve, reject) => {
      const done = (error, value) => (error ? reject(typeof error === 'string' ? new Error(error) : error) : resolve(value));
      context.done = done; context.succeed = (v) => resolve(v); context.fail = (e) => done(e || new Error('Unknown'));
      const returned = handle(JSON.parse(request.event), context, done);
      if (returned && typeof returned.then === 'function') returned.then(resolve, reject);
      else if (handle.length < 3) resolve(returned);
    });
  } catch (e) {
    return thrown(e);
  }
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch (e) {
    return failure('Runtime.MarshalError', 'Unable to stringify response body: ' + e);
  }
  answer({ result: text });
})();
`;
