/**
 * Names of the errors that a Task reports from the service it calls, for the services that workflows call most. By hand from their API references;
 * a service that is not listed has none here. An optimized integration may spell the prefix in another way than an AWS SDK integration:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html · https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */

export interface ServiceError {
  readonly name: string;
  readonly documentation: string;
}

interface Service {
  /** Before the dot; of optimized integrations `optimized`. */
  readonly prefix: string;
  readonly optimized?: string;
  /** What the errors are called that the service does not describe. */
  readonly generic?: string;
  /** Of every action, then of single ones; each error on a line: its name, what it means. */
  readonly errors: string;
  readonly actions?: Readonly<Record<string, string>>;
}

const dynamoWrites = `
ConditionalCheckFailedException: A condition of the request did not hold.
TransactionConflictException: Another transaction is changing the same item.
ItemCollectionSizeLimitExceededException: A collection of items has become too large.`;

const services: Readonly<Record<string, Service>> = {
  lambda: {
    prefix: 'Lambda',
    errors: `
TooManyRequestsException: The function has reached its limit of concurrent invocations.
ServiceException: Lambda has failed inside; trying again helps.
AWSLambdaException: Lambda has failed; trying again helps.
SdkClientException: Lambda could not be reached; trying again helps.
ClientExecutionTimeoutException: The call of Lambda has taken too long; trying again helps.
Unknown: The function ended without an error of its own: out of memory, out of time, a crash.
ResourceNotFoundException: There is no such function, version or alias.`,
  },
  dynamodb: {
    prefix: 'DynamoDb',
    optimized: 'DynamoDB',
    generic: 'AmazonDynamoDBException',
    errors: `
ProvisionedThroughputExceededException: The table gets more requests than it is provisioned for.
ThrottlingException: Requests come faster than the table can take them.
ResourceNotFoundException: There is no such table or index.`,
    actions: {
      putItem: dynamoWrites,
      updateItem: dynamoWrites,
      deleteItem: dynamoWrites,
      transactWriteItems: `
TransactionCanceledException: The transaction was cancelled; the cause says why.
TransactionInProgressException: A transaction with this token is under way.
IdempotentParameterMismatchException: The token was used with other parameters.`,
    },
  },
  s3: {
    prefix: 'S3',
    errors: '\nNoSuchBucketException: There is no such bucket.',
    actions: {
      getObject: '\nNoSuchKeyException: There is no object of that key.\nInvalidObjectStateException: The object is archived.',
      headObject: '\nNoSuchKeyException: There is no object of that key.',
      copyObject: '\nNoSuchKeyException: There is no object of that key.',
      createBucket: `
BucketAlreadyExistsException: Somebody else has a bucket of that name.
BucketAlreadyOwnedByYouException: The bucket is there already.`,
    },
  },
  sqs: {
    prefix: 'Sqs',
    optimized: 'SQS',
    generic: 'AmazonSQSException',
    errors: '\nQueueDoesNotExistException: There is no such queue.',
  },
  sns: {
    prefix: 'Sns',
    optimized: 'SNS',
    generic: 'AmazonSNSException',
    errors: '\nNotFoundException: There is no such topic.\nInvalidParameterException: A parameter is not valid.',
  },
  states: {
    prefix: 'StepFunctions',
    errors: '',
    actions: {
      startExecution: `
ExecutionAlreadyExistsException: There is an execution of that name with another input.
ExecutionLimitExceededException: Too many executions are running.
StateMachineDoesNotExistException: There is no such state machine.
StateMachineDeletingException: The state machine is being deleted.
InvalidExecutionInputException: The input is no valid JSON.
InvalidNameException: The name of the execution is not valid.
InvalidArnException: The ARN is not valid.`,
    },
  },
  sfn: {
    prefix: 'Sfn',
    errors: '',
    actions: {
      startExecution: `
ExecutionAlreadyExistsException: There is an execution of that name with another input.
ExecutionLimitExceededException: Too many executions are running.
StateMachineDoesNotExistException: There is no such state machine.
InvalidExecutionInputException: The input is no valid JSON.`,
      startSyncExecution: `
StateMachineDoesNotExistException: There is no such state machine.
StateMachineTypeNotSupportedException: The state machine is no express one.
InvalidExecutionInputException: The input is no valid JSON.`,
    },
  },
  batch: {
    prefix: 'Batch',
    generic: 'AWSBatchException',
    errors:
      '\nClientException: The request names something that is not there, or that it may not use.\nServerException: AWS Batch has failed inside; trying again helps.',
  },
  ecs: {
    prefix: 'Ecs',
    optimized: 'ECS',
    generic: 'AmazonECSException',
    errors: `
ServerException: Amazon ECS has failed inside; trying again helps.
ClientException: The request names something that is not there, or that it may not use.
InvalidParameterException: A parameter is not valid.
ClusterNotFoundException: There is no such cluster.`,
    actions: {
      runTask: `
PlatformUnknownException: There is no such platform version.
PlatformTaskDefinitionIncompatibilityException: The platform version cannot run this task definition.
AccessDeniedException: The role may not run the task.
BlockedException: The account is blocked.`,
    },
  },
  glue: {
    prefix: 'Glue',
    generic: 'AWSGlueException',
    errors: `
EntityNotFoundException: There is no such job, database, table or run.
OperationTimeoutException: The call has taken too long; trying again helps.
InternalServiceException: AWS Glue has failed inside; trying again helps.`,
    actions: {
      startJobRun: `
ConcurrentRunsExceededException: The job runs as often at once as it may.
ResourceNumberLimitExceededException: A limit of the account is reached.`,
    },
  },
  athena: {
    prefix: 'Athena',
    errors: `
TooManyRequestsException: Requests come faster than Athena takes them.
InvalidRequestException: The request is not valid.
InternalServerException: Athena has failed inside; trying again helps.`,
  },
  sagemaker: {
    prefix: 'SageMaker',
    generic: 'AmazonSageMakerException',
    errors: '',
    actions: {
      createTrainingJob:
        '\nResourceLimitExceededException: A limit of the account is reached.\nResourceInUseException: The name is in use.',
      createTransformJob:
        '\nResourceLimitExceededException: A limit of the account is reached.\nResourceInUseException: The name is in use.',
      createProcessingJob:
        '\nResourceLimitExceededException: A limit of the account is reached.\nResourceInUseException: The name is in use.',
      createEndpoint: '\nResourceLimitExceededException: A limit of the account is reached.',
    },
  },
  bedrock: {
    prefix: 'Bedrock',
    errors: `
ThrottlingException: Requests come faster than the account may send them.
ModelTimeoutException: The model has taken too long.
ModelErrorException: The model has failed.
ModelNotReadyException: The model is not ready yet; trying again helps.
AccessDeniedException: The account may not use the model.
ValidationException: The request is not valid.`,
  },
  events: {
    prefix: 'EventBridge',
    errors: '',
    actions: { putEvents: '\nFailedEntry: An event was not taken; the cause says which and why.' },
  },
  codebuild: {
    prefix: 'CodeBuild',
    generic: 'AWSCodeBuildException',
    errors: `
AccountLimitExceededException: A limit of the account is reached.
ResourceNotFoundException: There is no such project or build.
InvalidInputException: A parameter is not valid.`,
  },
  secretsmanager: {
    prefix: 'SecretsManager',
    errors: `
ResourceNotFoundException: There is no such secret.
DecryptionFailureException: The secret cannot be decrypted with its key.
InternalServiceErrorException: Secrets Manager has failed inside; trying again helps.`,
  },
  ssm: {
    prefix: 'Ssm',
    errors: '\nInternalServerErrorException: Systems Manager has failed inside; trying again helps.',
    actions: { getParameter: '\nParameterNotFoundException: There is no such parameter.' },
  },
};

const httpErrors: readonly ServiceError[] = [
  { name: 'States.Http.StatusCode.429', documentation: 'The endpoint has answered 429: too many requests.' },
  { name: 'States.Http.StatusCode.500', documentation: 'The endpoint has answered 500: it has failed inside.' },
  { name: 'States.Http.StatusCode.502', documentation: 'The endpoint has answered 502: a bad gateway.' },
  { name: 'States.Http.StatusCode.503', documentation: 'The endpoint has answered 503: it is not available.' },
  { name: 'States.Http.StatusCode.504', documentation: 'The endpoint has answered 504: a gateway has waited too long.' },
  { name: 'States.Http.StatusCode.404', documentation: 'The endpoint has answered 404: there is nothing at that address.' },
];

/** The errors that a call of an action is known to report; `sdk`: by an AWS SDK integration. */
export function serviceErrors(service: string, action: string, sdk: boolean): readonly ServiceError[] {
  if (service === 'http') {
    return httpErrors;
  }
  const found = Object.hasOwn(services, service) ? services[service]! : undefined;
  if (!found) {
    return [];
  }
  const prefix = sdk ? found.prefix : (found.optimized ?? found.prefix);
  const lines = `${found.actions?.[action] ?? ''}${found.errors}`.split('\n').filter((line) => line !== '');
  const generic = sdk ? `${found.prefix}Exception` : found.generic;
  const named = lines.map((line): ServiceError => {
    const colon = line.indexOf(': ');
    return { name: `${prefix}.${line.slice(0, colon)}`, documentation: line.slice(colon + 2) };
  });
  return [
    ...named,
    ...(generic === undefined
      ? []
      : [{ name: `${prefix}.${generic}`, documentation: 'An error for which the service has no name of its own.' }]),
    ...(service === 'lambda'
      ? []
      : [{ name: `${prefix}.SdkClientException`, documentation: 'The service could not be reached; trying again helps.' }]),
  ];
}
