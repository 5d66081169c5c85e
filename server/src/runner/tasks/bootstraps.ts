/**
 * What runs a function in its own process: for each line of standard input (a request, JSON) it calls the handler and writes a line to
 * file descriptor 3, so that whatever the function prints does not mix with it. The module is loaded once, by the first request. Between
 * two invocations the process stands still, as a Lambda sandbox does.
 * A guard beside it ends the process and what it has started (they are a group of their own) when the process that started it was
 * killed. That process's id comes as the argument: asking for it here would be too late when it is gone already.
 * Answer: `={"result": text}` with the handler's result as JSON text, or `={"error": {errorMessage, errorType, …}}` in the words of the
 * Lambda runtimes; with `!` instead of `=` the process ends.
 * A request that is to be looked into is told of before: `?{"address"}` where the process waits for a debugger (Node's inspector,
 * debugpy), `?{"attached"}` when that is there, or `?{"refused"}` why it does not. It stops at the handler's first line then; the frames
 * around it are library code to debuggers, so that steps lead through the handler alone.
 */

/** Runs the bootstrap as code that a debugger takes for Python's own. */
export const asLibrary = "import sys; exec(compile(sys.argv[2], '<frozen stepwise>', 'exec'))";

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
requests = sys.stdin.buffer
sys.stdin = open(os.devnull)

def answer(value, last=False):
    sys.stdout.flush()
    sys.stderr.flush()
    answer_file.write(('!' if last else '=') + json.dumps(value) + '\\n')
    answer_file.flush()
    if last:
        os._exit(0)

def failure(message, kind, trace=None, last=False):
    value = {'errorMessage': message, 'errorType': kind, 'requestId': request['requestId']}
    value['stackTrace'] = trace or []
    answer({'error': json.dumps(value)}, last)

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

def load():
    sys.path.insert(0, request['codeUri'])
    module_name, _, function_name = request['handler'].rpartition('.')
    module_name = module_name.replace('/', '.')
    try:
        module = importlib.import_module(module_name)
    except SyntaxError as e:
        failure('Syntax error in module %r: %s' % (module_name, e), 'Runtime.UserCodeSyntaxError', last=True)
    except ImportError as e:
        failure('Unable to import module %r: %s' % (module_name, e), 'Runtime.ImportModuleError', last=True)
    except Exception as e:
        failure(str(e), type(e).__name__, traceback.format_tb(e.__traceback__)[1:], last=True)
    found = getattr(module, function_name, None)
    if found is None:
        failure("Handler '%s' missing on module '%s'" % (function_name, module_name), 'Runtime.HandlerNotFound', last=True)
    return found

def note(value):
    answer_file.write('?' + json.dumps(value) + '\\n')
    answer_file.flush()

address = None
def inspect():
    global address
    try:
        import debugpy
    except ImportError:
        return note({'refused': 'debugpy is not installed for ' + sys.executable + '.'})
    try:
        address = address or debugpy.listen(('127.0.0.1', 0))
        note({'address': '%s:%d' % tuple(address)})
        debugpy.wait_for_client()
        note({'attached': True})
        # As a step into the next code of the user's: this file counts as library code by its name.
        import pydevd
        from _pydevd_bundle.pydevd_additional_thread_info import set_additional_thread_info
        from _pydevd_bundle.pydevd_comm_constants import CMD_STEP_INTO_MY_CODE
        step = set_additional_thread_info(threading.current_thread())
        step.pydev_original_step_cmd = step.pydev_step_cmd = CMD_STEP_INTO_MY_CODE
        step.pydev_step_stop = None
        pydevd.get_global_debugger().set_trace_for_frame_and_parents(sys._getframe())
    except Exception as e:
        note({'refused': 'debugpy: %s' % e})

handle = None
for line in requests:
    request = json.loads(line.decode('utf-8', 'surrogatepass'))
    handle = handle or load()
    if request.get('inspect'):
        inspect()
    try:
        result = handle(json.loads(request['event']), Context())
    except Exception as e:
        failure(str(e), type(e).__name__, traceback.format_tb(e.__traceback__)[1:])
        continue
    try:
        text = result.decode('utf-8', 'replace') if isinstance(result, bytes) else json.dumps(result, allow_nan=False)
    except Exception as e:
        failure('Unable to marshal response: %s' % e, 'Runtime.MarshalError')
        continue
    answer({'result': text})
os._exit(0)
`;

export const nodeBootstrap = `
const { Worker } = require('node:worker_threads');
const guard = "const parent = require('node:worker_threads').workerData; setInterval(() => process.ppid === parent || process.kill(0, 'SIGKILL'), 500)";
if (process.platform !== 'win32') new Worker(guard, { eval: true, workerData: Number(process.argv[1]) }).unref();
const fs = require('node:fs'), path = require('node:path'), { pathToFileURL } = require('node:url');
let request, rest = Buffer.alloc(0);
const chunk = Buffer.alloc(65536);
const read = () => {
  for (;;) {
    try {
      return fs.readSync(0, chunk);
    } catch (e) {
      if (e.code === 'EOF') return 0;
      if (e.code !== 'EAGAIN') throw e;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};
const nextRequest = () => {
  for (let from = 0; ; ) {
    const at = rest.indexOf(10, from);
    if (at >= 0) {
      const line = rest.subarray(0, at).toString('utf8');
      rest = Buffer.from(rest.subarray(at + 1));
      return JSON.parse(line);
    }
    from = rest.length;
    const size = read();
    if (size === 0) process.exit(0);
    rest = Buffer.concat([rest, chunk.subarray(0, size)]);
  }
};
const answer = (value, last) => {
  const line = Buffer.from((last ? '!' : '=') + JSON.stringify(value) + '\\n');
  for (let at = 0; at < line.length; ) at += fs.writeSync(3, line, at);
  if (last) { process.exitCode = 0; process.exit(); }
};
const failure = (errorType, errorMessage, trace, last) => answer({ error: JSON.stringify({ errorType, errorMessage, trace: trace ?? [] }) }, last);
const thrown = (e, last) => e instanceof Error
  ? failure(e.name || e.constructor.name, e.message, String(e.stack).split('\\n'), last)
  : failure(typeof e, String(e), [], last);
process.on('uncaughtException', (e) => thrown(e, true));
process.on('unhandledRejection', (e) => failure('Runtime.UnhandledPromiseRejection', String(e && e.message !== undefined ? e.name + ': ' + e.message : e), [], true));
const contextOf = ({ name, arn, requestId, timeout, inspect }, started) => ({
  functionName: name, functionVersion: '$LATEST', invokedFunctionArn: arn, memoryLimitInMB: '128',
  awsRequestId: requestId, logGroupName: '/aws/lambda/' + name, logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, timeout * 1000 - (inspect ? 0 : Date.now() - started)),
});
const load = async () => {
  const dot = request.handler.lastIndexOf('.');
  const moduleName = request.handler.slice(0, dot), functionName = request.handler.slice(dot + 1);
  const base = path.join(request.codeUri, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((x) => base + x).find((f) => fs.existsSync(f));
  if (!file) return failure('Runtime.ImportModuleError', "Error: Cannot find module '" + moduleName + "'", [], true);
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (e) {
    const kind = e instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : e && e.code === 'ERR_MODULE_NOT_FOUND' ? 'Runtime.ImportModuleError' : undefined;
    return kind ? failure(kind, String(e), [], true) : thrown(e, true);
  }
  const handle = loaded[functionName] ?? loaded.default?.[functionName];
  if (typeof handle !== 'function') return failure('Runtime.HandlerNotFound', request.handler + ' is undefined or not exported', [], true);
  return handle;
};
const invoke = async (handle) => {
  let result, text;
  const context = contextOf(request, Date.now());
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
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch (e) {
    return failure('Runtime.MarshalError', 'Unable to stringify response body: ' + e);
  }
  answer({ result: text });
};
const inspector = require('node:inspector');
const note = (value) => fs.writeSync(3, '?' + JSON.stringify(value) + '\\n');
const inspected = async (handle) => {
  // A client of our own sets the breakpoint: the debugger that comes knows nothing of the call.
  const own = new inspector.Session();
  try {
    inspector.open(0, '127.0.0.1');
    note({ address: inspector.url() });
    inspector.waitForDebugger();
    note({ attached: true });
    own.connect();
    own.post('Debugger.enable');
    const key = Symbol.for('stepwise.handler');
    globalThis[key] = handle;
    own.post('Runtime.evaluate', { expression: "globalThis[Symbol.for('stepwise.handler')]" }, (error, answer) => {
      if (!error) own.post('Debugger.setBreakpointOnFunctionCall', { objectId: answer.result.objectId });
    });
    delete globalThis[key];
  } catch (e) {
    note({ refused: String(e && e.message) });
  }
  await invoke(handle);
  own.disconnect();
  inspector.close();
};
(async () => {
  for (let handle; ; ) {
    // Nothing else of the process runs while it waits for a request.
    request = nextRequest();
    handle ??= await load();
    await (request.inspect ? inspected : invoke)(handle);
  }
})();
//# sourceURL=node:internal/stepwise
`;
