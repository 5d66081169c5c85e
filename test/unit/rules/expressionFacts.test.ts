import { fact, type Fields, jsonata, machine, one, task } from '../../support/facts';

describe('expressions and variables', () => {
  const pp = (v: unknown, top: Fields = {}) => one({ Type: 'Pass', Parameters: { 'x.$': v }, End: true }, top);
  for (const v of [
    '$',
    '$$',
    '$.a',
    '$.a.b',
    '$["a"]',
    "$['a']['b c']",
    '$.a[0]',
    '$.a[-1]',
    '$.a[0,1]',
    '$.a[1:3]',
    '$.a[:2]',
    '$.a[*]',
    '$.a.*',
    '$..a',
    '$..*',
    '$.a[?(@.b>1)]',
    '$.a[?(@.b)]',
    "$.a[?(@.b=='x' && @.c!=1)]",
    '$$.Execution.Id',
    '$$.State.EnteredTime',
    '$.a-b',
    '$.größe',
    "$.a['b','c']",
    '$.store.book[?(@.price < $.max)]',
    '$.a.b[?(@.c in ["x"])]',
  ])
    fact('path ' + v, pp(v), []);
  for (const v of [
    'a',
    '',
    '$.',
    '$..',
    '$.a[',
    '$.a]',
    '$.a[]',
    '$.a[b]',
    '$.a..',
    '$.a b',
    '$a b',
    '$.a[0',
    '$.a["b]',
    '$[?]',
    '$.a.length(',
    '$.a[?(@.b >]',
    "$.a[?(@.b = 'c')]",
    '$$.',
    'States.',
  ])
    fact('badpath ' + v, pp(v), ['invalid-path /States/A/Parameters/x.$']);
  for (const v of ['$.a.length()', '$.a.sum().b', "States.Format('{}', $.a.concat($.b))"])
    fact('function ' + v, pp(v), ['function-in-path /States/A/Parameters/x.$']);
  fact('a field called like a function', pp("$.a['length()']"), []);
  for (const v of ['$$.Foo', '$$.Execution.Foo', '$$.execution.Id', '$$.State.Nam', '$$.Task.Tokn'])
    fact('ctx ' + v, pp(v), ['unknown-context-field /States/A/Parameters/x.$']);
  fact('param non string', pp(5), ['invalid-path /States/A/Parameters/x.$']);
  fact('param obj', pp({}), ['invalid-path /States/A/Parameters/x.$']);
  for (const v of [
    "States.Format('a{}',$.b)",
    'States.StringToJson($.a)',
    'States.JsonToString($.a)',
    "States.Array(1,'a',$.b,null,true)",
    'States.ArrayPartition($.a,4)',
    'States.ArrayContains($.a,$.b)',
    'States.ArrayRange(1,9,2)',
    'States.ArrayGetItem($.a,0)',
    'States.ArrayLength($.a)',
    'States.ArrayUnique($.a)',
    "States.Base64Encode('x')",
    'States.Base64Decode($.x)',
    "States.Hash($.x,'SHA-1')",
    'States.JsonMerge($.a,$.b,false)',
    'States.MathRandom(1,10)',
    'States.MathRandom(1,10,$.s)',
    'States.MathAdd($.a,-1)',
    "States.StringSplit($.a,',')",
    'States.UUID()',
    "States.Format('{}',States.UUID())",
    'States.ArrayLength(States.Array(1,2))',
  ])
    fact('fn ' + v, pp(v), []);
  for (const v of [
    'States.Foo()',
    "States.format('x')",
    'States.Format(',
    "States.Format('x'",
    "States.Format('x",
    'States.Format("x")',
    'States.MathAdd(1)',
    'States.MathAdd(1,2,3)',
    'States.UUID(1)',
    "States.Format('{}',)",
    'States.Hash($.x)',
    'States.JsonMerge($.a,$.b)',
    'States.ArrayRange(1,2)',
    'States.Format(x)',
    "States.Format('a') b",
    'States.Array(1 2)',
    'States.Format()',
  ])
    fact('badfn ' + v, pp(v), ['invalid-path /States/A/Parameters/x.$']);
  for (const v of [
    'States.Format(1)',
    "States.MathAdd('a',1)",
    "States.Hash('x','SHA1')",
    "States.Hash('x','sha-256')",
    'States.JsonMerge($.a,$.b,true)',
    "States.ArrayPartition('x',1)",
    "States.ArrayGetItem($.a,'0')",
    "States.ArrayLength('x')",
    "States.MathRandom('1',2)",
    "States.StringSplit(1,',')",
    'States.StringToJson(5)',
    'States.ArrayContains(1,2)',
    'States.Base64Encode(5)',
  ])
    fact('argfn ' + v, pp(v), ['intrinsic-argument /States/A/Parameters/x.$']);
  for (const v of [
    "States.Format('{} {}',$.a)",
    "States.Format('{}',1,2)",
    "States.Format('x',1)",
    'States.MathAdd(1.5,1)',
    'States.ArrayPartition($.a,0)',
    'States.ArrayRange(1,10,0)',
    'States.ArrayRange(1,5000,1)',
    'States.ArrayGetItem($.a,-1)',
    'States.MathRandom(10,1)',
  ])
    fact('failing ' + v, pp(v), ['intrinsic-fails /States/A/Parameters/x.$']);
  let deep = '$.a';
  for (let i = 0; i < 11; i++) deep = `States.Array(${deep})`;
  fact('nest 11', pp(deep), ['intrinsic-argument /States/A/Parameters/x.$']);
  fact('nest 10', pp(deep.slice(13, -1)), []);
  fact('braces escape', pp("States.Format('\\\\{ {} \\\\}',$.a)"), []);
  fact('resultpath wild', one({ Type: 'Pass', ResultPath: '$.a[*]', End: true }), [
    'invalid-reference-path /States/A/ResultPath',
  ]);
  fact('resultpath fn', one({ Type: 'Pass', ResultPath: "States.Format('x')", End: true }), [
    'invalid-format /States/A/ResultPath',
  ]);
  fact('resultpath $$', one({ Type: 'Pass', ResultPath: '$$.x', End: true }), ['invalid-reference-path /States/A/ResultPath']);
  fact('timeoutsecondspath wild', one(task({ TimeoutSecondsPath: '$..a' })), [
    'invalid-reference-path /States/A/TimeoutSecondsPath',
  ]);
  fact('timeoutsecondspath fn', one(task({ TimeoutSecondsPath: 'States.MathAdd(1,2)' })), [
    'invalid-format /States/A/TimeoutSecondsPath',
  ]);
  fact(
    'variable wild',
    machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a[*]', IsPresent: true, Next: 'B' }], Default: 'B' },
      B: { Type: 'Succeed' },
    }),
    [],
  );
  fact('nodollar', one({ Type: 'Pass', Parameters: { x: '$.a' }, End: true }), ['no-dollar /States/A/Parameters/x']);
  fact('nodollar fn', one({ Type: 'Pass', Parameters: { x: 'States.UUID()' }, End: true }), ['no-dollar /States/A/Parameters/x']);
  fact('nodollar rs', one(task({ ResultSelector: { x: '$.a' } })), ['no-dollar /States/A/ResultSelector/x']);
  fact(
    'nodollar is',
    one({
      Type: 'Map',
      ItemSelector: { x: '$.a' },
      ItemProcessor: { StartAt: 'X', States: { X: { Type: 'Succeed' } } },
      End: true,
    }),
    ['no-dollar /States/A/ItemSelector/x'],
  );
  fact('nodollar assign', one({ Type: 'Pass', Assign: { x: '$.a' }, End: true }), ['no-dollar /States/A/Assign/x']);
  fact('result static', one({ Type: 'Pass', Result: { 'a.$': '$.b' }, End: true }), [
    'pass-result-is-static /States/A/Result/a.$',
  ]);
  fact('key twice by .$', one({ Type: 'Pass', Parameters: { x: 1, 'x.$': '$.a' }, End: true }), [
    'duplicate-template-key /States/A/Parameters/x.$',
  ]);
  // jsonata
  const jo = (v: unknown, x: Fields = {}) => one({ Type: 'Pass', Output: v, End: true, ...x }, jsonata);
  for (const v of [
    '{% 1 %}',
    '{%1%}',
    '{% $states.input %}',
    '{% $states.input.a[0].b %}',
    '{% $states.context.Execution.Id %}',
    '{% $map($states.input.x, function($v,$i,$a){$v.name}) %}',
    '{% $states.input.x.(a & b) %}',
    '{% ($x := 1; $x + 1) %}',
    '{% $now() %}',
    '{% $partition([1,2],1) %}',
    '{% $range(1,5,1) %}',
    '{% $hash("a","SHA-256") %}',
    '{% $random() %}',
    '{% $uuid() %}',
    '{% $parse("1") %}',
    '{% $states.input.items[price>5].name %}',
    '{% $states.input ~> |$|{"a":1}| %}',
    '{% $sum($states.input.x.(price*qty)) %}',
    '{% $states.input.a ? "x" : "y" %}',
    '{% "a" & "b" %}',
    '{% {"a": $states.input.b} %}',
    '{% [1..5] %}',
    '{% $filter([1,2],function($v){$v>1}) %}',
    '{% $states.input.x^(>price) %}',
    '{% $states.input.x@$y.($y.a) %}',
    '{% $states.input.x#$i.($i) %}',
    '{% $merge([{"a":1},{"b":2}]) %}',
    '{% /ab+/ %}',
    '{% $match("x",/a/i) %}',
    '{% $states.input.`a b` %}',
    '{% ($f := function($n){$n<2?1:$n*$f($n-1)}; $f(5)) %}',
    '{% $lookup($states.input,"a") %}',
    '{% $states %}',
    '{% $exists($states.input.a) %}',
    '{% $string($states.input,true) %}',
    '{% $fromMillis($millis(),"[Y]") %}',
  ])
    fact('jsonata ' + v, jo(v), []);
  for (const [v, c] of Object.entries({
    '{% 1 + %}': 'invalid-jsonata',
    '{% (1 %}': 'invalid-jsonata',
    '{% $states.input. %}': 'invalid-jsonata',
    '{% 1': 'invalid-jsonata',
    '1 %}': 'invalid-jsonata',
    '{% %}': 'invalid-jsonata',
    '{% $.a %}': 'unsupported-jsonata',
    '{% $ %}': 'unsupported-jsonata',
    '{% $$.a %}': 'unsupported-jsonata',
    '{% a %}': 'unsupported-jsonata',
    '{% input.a %}': 'unsupported-jsonata',
    '{% * %}': 'unsupported-jsonata',
    '{% $eval("1") %}': 'unsupported-jsonata',
    '{% $states.result %}': 'unsupported-jsonata',
    '{% $states.errorOutput %}': 'unsupported-jsonata',
    '{% $states.inptu %}': 'unsupported-jsonata',
    '{% $foo(1) %}': 'unknown-function',
    '{% $uppercas("a") %}': 'unknown-function',
    '{% $hash("a") %}': 'unknown-function',
    '{% $range(1,2) %}': 'unknown-function',
    '{% $partition([1]) %}': 'unknown-function',
    '{% $undefined %}': 'undefined-variable',
    '{% $states.context.Executon.Id %}': 'unknown-context-field',
    '{% $states.context.Execution.Idd %}': 'unknown-context-field',
    '{% "unclosed %}': 'invalid-jsonata',
    '{% $x := %}': 'invalid-jsonata',
    '{% States.Format("x") %}': 'unsupported-jsonata',
    '{% $hash("a","SHA-2") %}': 'jsonata-fails',
    '{% $states.input.a ?? 1 %}': 'invalid-jsonata',
    '{% $sum("a","b") %}': 'unknown-function',
  }))
    fact('badj ' + v, jo(v), [`${c} /States/A/Output`]);
  fact('jsonata empty', jo('{%%}'), ['invalid-jsonata /States/A/Output']);
  fact('jsonata spaces outside', jo(' {% 1 %} '), ['expression-as-text /States/A/Output']);
  fact('jsonata in jsonpath', one({ Type: 'Pass', Parameters: { x: '{% $states.input %}' }, End: true }), [
    'expression-as-text /States/A/Parameters/x',
  ]);
  fact('jsonpath in jsonata arg', one(task({ Arguments: { x: '$.a' } }), jsonata), ['expression-as-text /States/A/Arguments/x']);
  fact('jsonpath .$ in jsonata', one(task({ Arguments: { 'x.$': '$.a' } }), jsonata), [
    'dollar-key-in-jsonata /States/A/Arguments/x.$',
  ]);
  fact('result in args', one(task({ Arguments: { x: '{% $states.result %}' } }), jsonata), [
    'unsupported-jsonata /States/A/Arguments/x',
  ]);
  fact(
    'result in output ok',
    one(task({ Output: { x: '{% $states.result %}' }, Assign: { y: '{% $states.result.a %}' } }), jsonata),
    [],
  );
  fact(
    'result in catch',
    machine(
      { A: task({ Catch: [{ ErrorEquals: ['E'], Output: '{% $states.result %}', Next: 'B' }] }), B: { Type: 'Succeed' } },
      jsonata,
    ),
    ['unsupported-jsonata /States/A/Catch/0/Output'],
  );
  fact('errorOutput in state output', one(task({ Output: '{% $states.errorOutput %}' }), jsonata), [
    'unsupported-jsonata /States/A/Output',
  ]);
  fact(
    'result in choice',
    machine(
      {
        A: { Type: 'Choice', Choices: [{ Condition: '{% $states.result %}', Next: 'B' }], Default: 'B' },
        B: { Type: 'Succeed' },
      },
      jsonata,
    ),
    ['unsupported-jsonata /States/A/Choices/0/Condition'],
  );
  // literals never of the right type
  fact(
    'condition never boolean',
    machine(
      { A: { Type: 'Choice', Choices: [{ Condition: '{% "x" %}', Next: 'B' }], Default: 'B' }, B: { Type: 'Succeed' } },
      jsonata,
    ),
    ['expression-of-wrong-type /States/A/Choices/0/Condition'],
  );
  fact('seconds str expr', one({ Type: 'Wait', Seconds: '{% "5" %}', End: true }, jsonata), [
    'expression-of-wrong-type /States/A/Seconds',
  ]);
  fact(
    'items num expr',
    one(
      { Type: 'Map', Items: '{% 5 %}', ItemProcessor: { StartAt: 'X', States: { X: { Type: 'Succeed' } } }, End: true },
      jsonata,
    ),
    ['expression-of-wrong-type /States/A/Items'],
  );
  // variables
  fact('assign states', one({ Type: 'Pass', Assign: { states: 1 }, End: true }), [
    'invalid-variable-name /States/A/Assign/states',
  ]);
  fact('assign digit', one({ Type: 'Pass', Assign: { '1a': 1 }, End: true }), ['invalid-variable-name /States/A/Assign/1a']);
  fact('assign underscore', one({ Type: 'Pass', Assign: { _a: 1 }, End: true }), ['invalid-variable-name /States/A/Assign/_a']);
  fact('assign long', one({ Type: 'Pass', Assign: { ['a'.repeat(81)]: 1 }, End: true }), [
    'invalid-variable-name /States/A/Assign/' + 'a'.repeat(81),
  ]);
  fact('assign dash', one({ Type: 'Pass', Assign: { 'a-b': 1 }, End: true }), ['invalid-variable-name /States/A/Assign/a-b']);
  fact('assign arr', one({ Type: 'Pass', Assign: [], End: true }), ['wrong-type /States/A/Assign']);
  fact('assign empty', one({ Type: 'Pass', Assign: {}, End: true }), []);
  fact('assign both forms', one({ Type: 'Pass', Assign: { a: 1, 'a.$': '$.x' }, End: true }), [
    'duplicate-template-key /States/A/Assign/a.$',
  ]);
  fact('var read same state', machine({ A: { Type: 'Pass', Assign: { x: 1, y: '{% $x %}' }, End: true } }, jsonata), [
    'undefined-variable /States/A/Assign/y',
  ]);
  fact(
    'var before',
    machine({ A: { Type: 'Pass', Output: '{% $x %}', Next: 'B' }, B: { Type: 'Pass', Assign: { x: 1 }, End: true } }, jsonata),
    ['undefined-variable /States/A/Output'],
  );
  fact(
    'var ok',
    machine({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' }, B: { Type: 'Pass', Output: '{% $x %}', End: true } }, jsonata),
    [],
  );
  fact(
    'var jsonpath',
    machine({
      A: { Type: 'Pass', Assign: { 'x.$': '$.a' }, Next: 'B' },
      B: { Type: 'Pass', Parameters: { 'y.$': '$x.b' }, End: true },
    }),
    [],
  );
  fact('var jsonpath undefined', machine({ A: { Type: 'Pass', Parameters: { 'y.$': '$x.b' }, End: true } }), [
    'undefined-variable /States/A/Parameters/y.$',
  ]);
  const inner = (st: Fields) => ({
    Type: 'Map',
    Items: [1],
    ItemProcessor: { StartAt: 'X', States: { X: { Type: 'Pass', End: true, ...st } } },
  });
  fact(
    'inner assigns outer',
    machine({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' }, B: { ...inner({ Assign: { x: 2 } }), End: true } }, jsonata),
    ['outer-variable-assigned /States/B/ItemProcessor/States/X/Assign/x'],
  );
  fact(
    'inner reads outer',
    machine({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' }, B: { ...inner({ Output: '{% $x %}' }), End: true } }, jsonata),
    [],
  );
  fact(
    'outer reads inner',
    machine({ A: { ...inner({ Assign: { x: 1 } }), Next: 'B' }, B: { Type: 'Pass', Output: '{% $x %}', End: true } }, jsonata),
    ['undefined-variable /States/B/Output'],
  );
});
