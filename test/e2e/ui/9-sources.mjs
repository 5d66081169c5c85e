import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

const yaml = 'order.asl.yaml';
const template = 'template.yaml';

const order = `# An order, written in YAML
StartAt: Check
States:
  Check:
    Type: Choice
    Choices:
      - Variable: $.quantity
        NumericGreaterThan: 0
        Next: Price
    Default: Refuse
  Price:
    Type: Pass
    QueryLanguage: JSONata
    Output: '{% {"total": $states.input.quantity * 2} %}'
    Next: Done
  Refuse:
    Type: Fail
    Error: Order.Empty
    Cause: >-
      Nothing
      was ordered
  Done:
    Type: Succeed
`;

const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Stock:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      InlineCode: 'exports.handler = async () => 1;'
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Prepare
        States:
          Prepare:
            Type: Pass
            Result: { stock: !GetAtt Stock.Arn }
            Next: Ready
          Ready:
            Type: Succeed
  Refunds:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions:
        StockArn: !GetAtt Stock.Arn
      DefinitionString: !Sub |
        {
          "StartAt": "Look",
          "States": {
            "Look": {
              "Type": "Pass",
              "Result": "\${StockArn}",
              "Next": "Paid"
            },
            "Paid": { "Type": "Succeed" }
          }
        }
`;

/** A definition in YAML and a SAM template: problems, completion, hover, graph, run and debug as in JSON. */
export const scenario = {
  id: 'sources',
  name: 'YAML and templates',
  workspace: path.join(root, 'test', 'workspace'),
  files: { [yaml]: order, [template]: sam, 'values.yaml': 'name: chart\nreplicas: 2\n', 'order.input.json': '{"quantity": 3}' },
  window: { width: 1600, height: 950 },
  async run({ wb, page, step }) {
    const lens = (text) => page.locator('.codelens-decoration a', { hasText: text });

    await step('a YAML definition is coloured and offers its lenses', async () => {
      await wb.openFile(yaml);
      await lens('Open Graph').first().waitFor();
      await wb.snap('yaml');
    });

    await step('the graph of YAML is drawn', async () => {
      await wb.openGraph();
      for (const state of ['Check', 'Price', 'Refuse', 'Done']) {
        await wb.node(state).waitFor();
      }
      await wb.snap('yaml-graph');
      await wb.focusEditor();
    });

    await step('a wrong target is told and repaired in YAML', async () => {
      await wb.replace(yaml, 'Next: Price', 'Next: Prise');
      const rows = await wb.problems();
      await rows.filter({ hasText: 'Prise' }).first().waitFor();
      await wb.snap('yaml-problem');
      await wb.closePanel();
      await wb.revert();
    });

    await step('completion on an empty line writes YAML', async () => {
      await wb.cursorAt(yaml, '    Error: Order.Empty');
      await wb.key('End');
      await wb.key('Enter');
      const labels = await wb.suggestions();
      assert.ok(labels.includes('Comment'), labels.join());
      assert.ok(!labels.includes('Error') && !labels.includes('Next'), labels.join());
      await wb.snap('yaml-completion');
      await wb.key('Escape');
      await wb.revert();
    });

    await step('a new state is put in by a snippet', async () => {
      await wb.cursorAt(yaml, '    Type: Succeed');
      await wb.key('End');
      await wb.key('Enter');
      await wb.key('Home');
      await wb.keys('Shift+End', 'Delete');
      await wb.type('  Wai');
      await wb.suggest();
      await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'Wait' }).waitFor();
      await wb.key('Enter');
      await wb.keys('Escape', 'Escape');
      await wb.save();
      assert.match(wb.text(yaml), /\n {2}Wait:\n {4}Type: Wait\n {4}Seconds: 60\n {4}(?:Next: ?|End: true)\n/);
      await wb.snap('yaml-new-state');
      fs.writeFileSync(path.join(wb.workspace, yaml), order); // the editor takes what is on the disk
      await page.locator('.view-line', { hasText: 'Seconds: 60' }).waitFor({ state: 'detached' });
    });

    await step('YAML is debugged: it stops at its line', async () => {
      await wb.breakpoint(wb.place(yaml, '  Price:').line);
      await wb.debugWith('order.input');
      await wb.stoppedAt(wb.place(yaml, '  Price:').line);
      await wb.snap('yaml-debug');
      await wb.key('F5');
      await wb.sessionEnded();
    });

    await step('a YAML file that is no template is left alone', async () => {
      await wb.openFile('values.yaml');
      await page.waitForTimeout(1000);
      assert.equal(await lens('Open Graph').count(), 0);
    });

    await step('a template has lenses for each of its state machines', async () => {
      await wb.openFile(template);
      await lens('Open Graph').nth(1).waitFor();
      await page.locator('.editor-instance', { hasText: '= arn:aws:lambda' }).first().waitFor();
      await wb.snap('template');
    });

    await step('the graph of each is drawn', async () => {
      await lens('Open Graph').nth(1).click();
      await wb.node('Look').waitFor();
      await wb.snap('template-graph');
      await wb.focusEditor();
    });

    await step('a placeholder says what it stands for', async () => {
      await wb.cursorAt(template, '${StockArn}', { shift: 4 });
      assert.match(await wb.hover(), /function:Stock/);
      await wb.snap('template-hover');
      await wb.key('Escape');
    });

    await step('a problem in JSON text of the template lands on its line', async () => {
      await wb.replace(template, '"Next": "Paid"', '"Next": "Payd"');
      const rows = await wb.problems();
      const row = rows.filter({ hasText: 'Payd' }).first();
      await row.waitFor();
      assert.match(await row.innerText(), new RegExp(`Ln ${wb.place(template, '"Next": "Paid"').line}`));
      await wb.snap('template-problem');
      await wb.closePanel();
      await wb.revert();
    });

    await step('a state machine of the template is debugged', async () => {
      await wb.breakpoint(wb.place(template, '"Paid": {').line);
      await lens('Debug').nth(1).click();
      await wb.pick('Enter an input');
      await wb.inputBox('Input of the execution');
      await wb.key('Enter');
      await wb.stoppedAt(wb.place(template, '"Paid": {').line);
      await wb.snap('template-debug');
      await wb.key('F5');
      await wb.sessionEnded();
    });
  },
};
