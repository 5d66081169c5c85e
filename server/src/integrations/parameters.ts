/**
 * The parameters that optimized integrations take at their top level. By hand from the pages of
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html and the API references of the services.
 */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  /** What a literal must be; absent where AWS takes several kinds, or makes text of them. */
  readonly kind: 'string' | 'number' | 'boolean' | 'object' | 'array' | undefined;
  /** The words that it takes. */
  readonly values: readonly string[] | undefined;
}

export interface Parameters {
  readonly byName: ReadonlyMap<string, Parameter>;
  readonly required: readonly string[];
  /** There may be others. */
  readonly isOpen: boolean;
}

const methods = 'GET|POST|PUT|DELETE|PATCH|HEAD';
const written =
  'ConditionExpression:s ConditionalOperator:s Expected:o ExpressionAttributeNames:o ExpressionAttributeValues:o ReturnConsumedCapacity=INDEXES|TOTAL|NONE ReturnItemCollectionMetrics=SIZE|NONE ReturnValues=NONE|ALL_OLD|UPDATED_OLD|ALL_NEW|UPDATED_NEW ReturnValuesOnConditionCheckFailure=ALL_OLD|NONE';

/**
 * Per action the required ones, then the others; `:` and the first letter of its kind (string, number, boolean, object, array) behind a name, or `=` and the words that
 * it takes. Three dots: there are others.
 */
const table: Readonly<Record<string, readonly [required: string, others: string]>> = {
  'apigateway:invoke': [
    `ApiEndpoint:s Method=${methods}|OPTIONS`,
    'AllowNullValues:b AuthType=NO_AUTH|IAM_ROLE|RESOURCE_POLICY Headers:o Path:s QueryParameters:o RequestBody Stage:s',
  ],
  'athena:getQueryExecution': ['QueryExecutionId:s', ''],
  'athena:getQueryResults': ['QueryExecutionId:s', 'MaxResults:n NextToken:s QueryResultType:s'],
  'athena:startQueryExecution': [
    'QueryString:s',
    'ClientRequestToken:s EngineConfiguration:o ExecutionParameters:a QueryExecutionContext:o ResultConfiguration:o ResultReuseConfiguration:o WorkGroup:s',
  ],
  'athena:stopQueryExecution': ['QueryExecutionId:s', ''],
  'batch:submitJob': [
    'JobDefinition:s JobName:s JobQueue:s',
    'ArrayProperties:o ConsumableResourcePropertiesOverride:o ContainerOverrides:o DependsOn:a EcsPropertiesOverride:o EksPropertiesOverride:o NodeOverrides:o Parameters:o PropagateTags:b RetryStrategy:o SchedulingPriorityOverride:n ShareIdentifier:s Tags:o Timeout:o',
  ],
  'bedrock:createModelCustomizationJob': ['BaseModelIdentifier:s CustomModelName:s JobName:s OutputDataConfig:o RoleArn:s', '…'],
  'bedrock:invokeModel': ['ModelId:s', '…'],
  'bedrockagentcore:invokeHarness': ['HarnessArn:s', '…'],
  'codebuild:batchDeleteBuilds': ['Ids:a', ''],
  'codebuild:batchGetReports': ['ReportArns:a', ''],
  'codebuild:deleteBuildBatch': ['Id:s', ''],
  'codebuild:startBuild': ['ProjectName:s', '…'],
  'codebuild:startBuildBatch': ['ProjectName:s', '…'],
  'codebuild:stopBuild': ['Id:s', ''],
  'codebuild:stopBuildBatch': ['Id:s', ''],
  'databrew:startJobRun': ['Name:s', ''],
  'dynamodb:deleteItem': ['Key:o TableName:s', written],
  'dynamodb:getItem': [
    'Key:o TableName:s',
    'AttributesToGet:a ConsistentRead:b ExpressionAttributeNames:o ProjectionExpression:s ReturnConsumedCapacity=INDEXES|TOTAL|NONE',
  ],
  'dynamodb:putItem': ['Item:o TableName:s', written],
  'dynamodb:updateItem': ['Key:o TableName:s', `AttributeUpdates:o UpdateExpression:s ${written}`],
  'ecs:runTask': [
    'TaskDefinition:s',
    'CapacityProviderStrategy:a ClientToken:s Cluster:s Count:n EnableECSManagedTags:b EnableEcsManagedTags:b EnableExecuteCommand:b Group:s LaunchType=EC2|FARGATE|EXTERNAL|MANAGED_INSTANCES NetworkConfiguration:o Overrides:o PlacementConstraints:a PlacementStrategy:a PlatformVersion:s PropagateTags=TASK_DEFINITION|SERVICE|NONE ReferenceId:s StartedBy:s Tags:a VolumeConfigurations:a',
  ],
  'eks:call': [`CertificateAuthority:s ClusterName:s Endpoint:s Method=${methods} Path:s`, 'QueryParameters:o RequestBody'],
  'eks:createCluster': ['Name:s ResourcesVpcConfig:o RoleArn:s', '…'],
  'eks:createFargateProfile': ['ClusterName:s FargateProfileName:s PodExecutionRoleArn:s', '…'],
  'eks:createNodegroup': ['ClusterName:s NodeRole:s NodegroupName:s Subnets:a', '…'],
  'eks:deleteCluster': ['Name:s', ''],
  'eks:deleteFargateProfile': ['ClusterName:s FargateProfileName:s', ''],
  'eks:deleteNodegroup': ['ClusterName:s NodegroupName:s', ''],
  'eks:runJob': ['CertificateAuthority:s ClusterName:s Endpoint:s Job:o', 'LogOptions:o Namespace:s'],
  'elasticmapreduce:addStep': ['ClusterId:s Step:o', '…'],
  'elasticmapreduce:cancelStep': ['ClusterId:s StepId:s', '…'],
  'elasticmapreduce:createCluster': ['Instances:o Name:s', '…'],
  'elasticmapreduce:modifyInstanceFleetByName': ['ClusterId:s InstanceFleet:o InstanceFleetName:s', '…'],
  'elasticmapreduce:modifyInstanceGroupByName': ['ClusterId:s InstanceGroup:o InstanceGroupName:s', '…'],
  'elasticmapreduce:setClusterTerminationProtection': ['ClusterId:s TerminationProtected:b', '…'],
  'elasticmapreduce:terminateCluster': ['ClusterId:s', '…'],
  'emr-containers:createVirtualCluster': ['ContainerProvider:o Name:s', '…'],
  'emr-containers:deleteVirtualCluster': ['Id:s', '…'],
  'emr-containers:startJobRun': ['VirtualClusterId:s', '…'],
  'emr-serverless:cancelJobRun': ['ApplicationId:s JobRunId:s', '…'],
  'emr-serverless:createApplication': ['ReleaseLabel:s Type:s', '…'],
  'emr-serverless:deleteApplication': ['ApplicationId:s', '…'],
  'emr-serverless:startApplication': ['ApplicationId:s', '…'],
  'emr-serverless:startJobRun': ['ApplicationId:s ExecutionRoleArn:s', '…'],
  'emr-serverless:stopApplication': ['ApplicationId:s', '…'],
  'events:putEvents': ['Entries:a', 'EndpointId:s'],
  'glue:startJobRun': [
    'JobName:s',
    'AllocatedCapacity:n Arguments:o ExecutionClass=FLEX|STANDARD ExecutionRoleSessionPolicy:s JobRunId:s JobRunQueuingEnabled:b MaxCapacity:n NotificationProperty:o NumberOfWorkers:n SecurityConfiguration:s Timeout:n WorkerType:s',
  ],
  'http:invoke': [
    `ApiEndpoint:s Method=${methods}|OPTIONS`,
    'Authentication:o Headers:o InvocationConfig:o QueryParameters:o RequestBody Transform:o',
  ],
  'lambda:invoke': [
    'FunctionName:s',
    'ClientContext DurableExecutionName:s InvocationType=RequestResponse|Event|DryRun LogType=None|Tail Payload Qualifier:s TenantId:s',
  ],
  'mediaconvert:createJob': ['Role:s Settings:o', '…'],
  'sagemaker:createEndpoint': ['EndpointConfigName:s EndpointName:s', '…'],
  'sagemaker:createEndpointConfig': ['EndpointConfigName:s ProductionVariants:a', '…'],
  'sagemaker:createHyperParameterTuningJob': ['HyperParameterTuningJobConfig:o HyperParameterTuningJobName:s', '…'],
  'sagemaker:createLabelingJob': [
    'HumanTaskConfig:o InputConfig:o LabelAttributeName:s LabelingJobName:s OutputConfig:o RoleArn:s',
    '…',
  ],
  'sagemaker:createModel': ['ModelName:s', '…'],
  'sagemaker:createProcessingJob': ['AppSpecification:o ProcessingJobName:s ProcessingResources:o RoleArn:s', '…'],
  'sagemaker:createTrainingJob': ['OutputDataConfig:o RoleArn:s TrainingJobName:s', '…'],
  'sagemaker:createTransformJob': ['ModelName:s TransformInput:o TransformJobName:s TransformOutput:o TransformResources:o', '…'],
  'sagemaker:updateEndpoint': ['EndpointConfigName:s EndpointName:s', '…'],
  'sns:publish': [
    'Message',
    'MessageAttributes:o MessageDeduplicationId:s MessageGroupId:s MessageStructure:s PhoneNumber:s Subject:s TargetArn:s TopicArn:s',
  ],
  'sqs:sendMessage': [
    'MessageBody QueueUrl:s',
    // MessageAttribute is how the guide calls it.
    'DelaySeconds:n MessageAttribute:o MessageAttributes:o MessageDeduplicationId:s MessageGroupId:s MessageSystemAttributes:o',
  ],
  'states:startExecution': ['StateMachineArn:s', 'Input Name:s TraceHeader:s'],
};

const kinds = { s: 'string', n: 'number', b: 'boolean', o: 'object', a: 'array' } as const;

function parameterOf(entry: string, required: boolean): Parameter {
  const [, name = '', kind = '', words] = /^(\w+)(?::(\w))?(?:=(.+))?$/.exec(entry) ?? [];
  return {
    name,
    required,
    kind: words === undefined ? kinds[kind as keyof typeof kinds] : 'string',
    values: words?.split('|'),
  };
}

const none: Parameters = { byName: new Map(), required: [], isOpen: true };
const read = new Map<string, Parameters>();

/** What an optimized integration takes; nothing is known of actions that do not exist. */
export function parametersOf(service: string, action: string): Parameters {
  const name = `${service}:${action}`;
  let found = read.get(name);
  if (!found) {
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!entry) {
      return none;
    }
    const [required, others] = entry.map((part) => part.split(' ').filter((each) => each !== '' && each !== '…')) as [
      string[],
      string[],
    ];
    const all = [...required.map((each) => parameterOf(each, true)), ...others.map((each) => parameterOf(each, false))];
    found = {
      byName: new Map(all.map((each) => [each.name, each])),
      required: all.filter((each) => each.required).map((each) => each.name),
      isOpen: entry[1] === '…',
    };
    read.set(name, found);
  }
  return found;
}
