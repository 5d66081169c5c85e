"""boto3 against `stepwise serve`: create, start, describe, history, task token, redrive, paging, errors.

    python3 test/clients/boto3_client.py http://127.0.0.1:8083
"""

import json
import sys
import time

import boto3
from botocore.config import Config

ROLE = "arn:aws:iam::123456789012:role/any"
sfn = boto3.client(
    "stepfunctions",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="any",
    aws_secret_access_key="any",
    # StartSyncExecution has a host prefix, which no local name has.
    config=Config(inject_host_prefix=False),
)


def machine(states, **more):
    return json.dumps({"StartAt": next(iter(states)), "States": states, **more})


def create(name, definition, **more):
    return sfn.create_state_machine(name=name, definition=definition, roleArn=ROLE, **more)["stateMachineArn"]


def ended(arn):
    while True:
        described = sfn.describe_execution(executionArn=arn)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.05)


def token_of(arn):
    while True:
        events = sfn.get_execution_history(executionArn=arn)["events"]
        if events[-1]["type"] == "TaskSubmitted":
            scheduled = [event for event in events if event["type"] == "TaskScheduled"][-1]
            return json.loads(scheduled["taskScheduledEventDetails"]["parameters"])["MessageBody"]["token"]
        time.sleep(0.05)


greet = {"Greet": {"Type": "Pass", "Result": {"greeting": "hello"}, "End": True}}
arn = create("boto3-greet", machine(greet))
execution = sfn.start_execution(stateMachineArn=arn, name="first", input='{"a": 1.0}')["executionArn"]
described = ended(execution)
assert described["status"] == "SUCCEEDED" and json.loads(described["output"]) == {"greeting": "hello"}, described
assert described["stopDate"] >= described["startDate"]
assert sfn.describe_state_machine(stateMachineArn=arn)["definition"] == machine(greet)
assert sfn.describe_state_machine_for_execution(executionArn=execution)["stateMachineArn"] == arn
pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution, PaginationConfig={"PageSize": 1})
types = [event["type"] for page in pages for event in page["events"]]
assert types == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"], types
assert arn in [each["stateMachineArn"] for page in sfn.get_paginator("list_state_machines").paginate() for each in page["stateMachines"]]

ask = {
    "Ask": {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "any", "MessageBody": {"token.$": "$$.Task.Token"}},
        "End": True,
    }
}
asking = create("boto3-ask", machine(ask))
execution = sfn.start_execution(stateMachineArn=asking)["executionArn"]
token = token_of(execution)
sfn.send_task_heartbeat(taskToken=token)
sfn.send_task_success(taskToken=token, output='{"approved": true}')
assert json.loads(ended(execution)["output"]) == {"approved": True}

execution = sfn.start_execution(stateMachineArn=asking)["executionArn"]
sfn.send_task_failure(taskToken=token_of(execution), error="Refused", cause="not today")
failed = ended(execution)
assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "Refused", "not today"), failed
if hasattr(sfn, "redrive_execution"):
    sfn.redrive_execution(executionArn=execution)
    sfn.send_task_success(taskToken=token_of(execution), output="1")
    assert ended(execution)["redriveCount"] == 1

express = create("boto3-express", machine(greet), type="EXPRESS")
answer = sfn.start_sync_execution(stateMachineArn=express, input="{}")
assert answer["status"] == "SUCCEEDED" and answer["billingDetails"]["billedDurationInMilliseconds"] >= 100, answer

for call, error in [
    (lambda: sfn.describe_execution(executionArn=f"{execution}x"), sfn.exceptions.ExecutionDoesNotExist),
    (lambda: sfn.send_task_success(taskToken="made-up", output="{}"), sfn.exceptions.InvalidToken),
    (lambda: create("boto3-bad", "{}"), sfn.exceptions.InvalidDefinition),
    (lambda: sfn.start_execution(stateMachineArn=arn, name="first", input="{}"), sfn.exceptions.ExecutionAlreadyExists),
]:
    try:
        call()
    except error:
        continue
    raise AssertionError(f"{error.__name__} was expected")

for each in (arn, asking, express):
    sfn.delete_state_machine(stateMachineArn=each)
print(f"boto3 {boto3.__version__}: fine")
