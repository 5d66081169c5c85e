"""The AWS CLI against `stepwise serve`: create, start, describe, history, task token.

    python3 test/clients/aws_cli.py http://127.0.0.1:8083 [/usr/bin/aws]
"""

import json
import os
import subprocess
import sys
import time

endpoint, command = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "aws"
environment = {
    **os.environ,
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_PAGER": "",
}
ROLE = "arn:aws:iam::123456789012:role/any"


def aws(operation, *arguments, fails=None):
    """The answer as data; with `fails`, what standard error must name."""
    line = [command, "stepfunctions", operation, "--endpoint-url", endpoint, "--output", "json", *arguments]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)
    if fails:
        assert done.returncode != 0 and fails in done.stderr, (done.returncode, done.stdout, done.stderr)
        return None
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return json.loads(done.stdout) if done.stdout.strip() else {}


def ended(arn):
    while True:
        described = aws("describe-execution", "--execution-arn", arn)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.1)


definition = json.dumps(
    {
        "StartAt": "Ask",
        "States": {
            "Ask": {
                "Type": "Task",
                "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                "Parameters": {"QueueUrl": "any", "MessageBody": {"token.$": "$$.Task.Token", "for.$": "$.for"}},
                "End": True,
            }
        },
    }
)
machine = aws("create-state-machine", "--name", "cli-ask", "--role-arn", ROLE, "--definition", definition)["stateMachineArn"]
execution = aws("start-execution", "--state-machine-arn", machine, "--input", '{"for": "bob"}')["executionArn"]
while True:
    events = aws("get-execution-history", "--execution-arn", execution)["events"]
    if events[-1]["type"] == "TaskSubmitted":
        break
    time.sleep(0.1)
body = json.loads(next(e for e in events if e["type"] == "TaskScheduled")["taskScheduledEventDetails"]["parameters"])["MessageBody"]
assert body["for"] == "bob", body
aws("send-task-success", "--task-token", body["token"], "--task-output", '{"approved": true}')
described = ended(execution)
assert described["status"] == "SUCCEEDED" and json.loads(described["output"]) == {"approved": True}, described
history = aws("get-execution-history", "--execution-arn", execution, "--reverse-order", "--max-items", "1")["events"]
assert [event["type"] for event in history] == ["ExecutionSucceeded"], history
listed = aws("list-executions", "--state-machine-arn", machine, "--status-filter", "SUCCEEDED")["executions"]
assert [each["executionArn"] for each in listed] == [execution], listed
aws("describe-execution", "--execution-arn", f"{execution}x", fails="ExecutionDoesNotExist")
aws("delete-state-machine", "--state-machine-arn", machine)
aws("describe-state-machine", "--state-machine-arn", machine, fails="StateMachineDoesNotExist")
print("AWS CLI: fine")
