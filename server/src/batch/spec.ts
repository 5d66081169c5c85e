import type { Field, FieldTable, Group, ObjectSpec, Value } from '../fields/fieldTable';

/**
 * THE field table of AWS Batch job definitions: RegisterJobDefinition's request, as the service's API describes it.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
 */

const reference = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_';

const text: Value = { type: 'string' };
const flag: Value = { type: 'boolean' };
const texts: Value = { type: 'array', items: text };
const textMap: Value = { type: 'map', values: text };
const whole = (minimum?: number, maximum?: number, unit?: string): Value => ({ type: 'integer', minimum, maximum, unit });
const oneOf = (...values: string[]): Value => ({ type: 'enum', values });
const object = (spec: string): Value => ({ type: 'object', spec });
const list = (spec: string, minItems?: number, maxItems?: number): Value => ({
  type: 'array',
  items: object(spec),
  minItems,
  maxItems,
});
const pattern = (source: string, what: string): Value => ({ type: 'string', pattern: { source, what } });

type Row = readonly [
  name: string,
  value: Value,
  documentation: string,
  extra?: Pick<Field, 'required' | 'deprecated' | 'snippet'>,
];
const required = { required: true } as const;

/** An object of the API: its page tells of all its fields. */
function api(
  page: string,
  title: string,
  documentation: string,
  rows: readonly Row[],
  groups: readonly Group[] = [],
): ObjectSpec {
  const link = `${reference}${page}.html`;
  return {
    title,
    documentation,
    link,
    fields: rows.map(([name, value, words, extra]) => ({ name, value, documentation: words, link, ...extra })),
    groups,
  };
}

const platformCapability = oneOf('EC2', 'FARGATE', 'MANAGED_INSTANCES');
/** https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#retryStrategy */
const reason = pattern(
  '^[A-Za-z0-9.:\\s]{0,511}\\*?$',
  'at most 512 letters, digits, dots, colons and spaces, with * at the end only',
);

/** What containers of all kinds share. */
const containerRows = {
  command: [
    'command',
    texts,
    'The command that runs in the container. Ref::name is replaced by the parameter of that name.',
    { snippet: '["${1}"]' },
  ],
  environment: [
    'environment',
    list('KeyValuePair'),
    'Environment variables. Names that begin with AWS_BATCH are reserved.',
    { snippet: '[{ "name": "${1}", "value": "${2}" }]' },
  ],
  image: [
    'image',
    pattern('^[\\s\\S]{1,255}$', 'from 1 to 255 characters long'),
    'The image that the container is started from.',
  ],
  linuxParameters: [
    'linuxParameters',
    object('LinuxParameters'),
    'Settings of the Linux kernel for the container: devices, swap, shared memory.',
  ],
  logConfiguration: [
    'logConfiguration',
    object('LogConfiguration'),
    'Where the output of the container goes. The default is Amazon CloudWatch Logs.',
  ],
  mountPoints: [
    'mountPoints',
    list('MountPoint'),
    'Where the volumes are seen in the container.',
    { snippet: '[{ "sourceVolume": "${1}", "containerPath": "${2}" }]' },
  ],
  privileged: ['privileged', flag, 'Gives the container elevated rights on its host. Not on Fargate.'],
  readonlyRootFilesystem: ['readonlyRootFilesystem', flag, 'The container cannot write to its root file system.'],
  repositoryCredentials: [
    'repositoryCredentials',
    object('RepositoryCredentials'),
    'The secret with which a private registry is read.',
  ],
  resourceRequirements: [
    'resourceRequirements',
    list('ResourceRequirement'),
    'How many vCPUs, how much memory and how many GPUs the container gets.',
    { snippet: '[{ "type": "VCPU", "value": "${1:1}" }, { "type": "MEMORY", "value": "${2:2048}" }]' },
  ],
  secrets: [
    'secrets',
    list('Secret'),
    'Secrets that become environment variables.',
    { snippet: '[{ "name": "${1}", "valueFrom": "${2}" }]' },
  ],
  ulimits: ['ulimits', list('Ulimit'), 'Limits of the operating system for the container. Not on Fargate.'],
  user: ['user', text, 'The user that the container runs as.'],
} satisfies Record<string, Row>;

const containerProperties = api('ContainerProperties', 'containerProperties', 'The container of the job.', [
  containerRows.image,
  containerRows.command,
  containerRows.resourceRequirements,
  ['vcpus', whole(1), 'The old way to say how many vCPUs the container gets.', { deprecated: 'resourceRequirements' }],
  [
    'memory',
    whole(4, undefined, 'MiB'),
    'The old way to say how much memory the container gets, in MiB.',
    { deprecated: 'resourceRequirements' },
  ],
  ['jobRoleArn', text, 'The role that the job itself acts with.'],
  ['executionRoleArn', text, 'The role with which the container is started: image, logs, secrets. Needed on Fargate.'],
  containerRows.environment,
  containerRows.secrets,
  ['volumes', list('Volume'), 'Volumes that containers can mount.', { snippet: '[{ "name": "${1}" }]' }],
  containerRows.mountPoints,
  containerRows.readonlyRootFilesystem,
  containerRows.privileged,
  containerRows.ulimits,
  containerRows.user,
  ['instanceType', text, 'The instance type of a multi-node job.'],
  containerRows.linuxParameters,
  containerRows.logConfiguration,
  ['networkConfiguration', object('NetworkConfiguration'), 'Network settings of a job on Fargate.'],
  ['fargatePlatformConfiguration', object('FargatePlatformConfiguration'), 'The platform version of a job on Fargate.'],
  ['enableExecuteCommand', flag, 'Allows commands to be executed in the running container with ECS Exec.'],
  ['ephemeralStorage', object('EphemeralStorage'), 'How much storage a job on Fargate gets.'],
  ['runtimePlatform', object('RuntimePlatform'), 'Operating system and processor of a job on Fargate.'],
  containerRows.repositoryCredentials,
]);

/** Every object of a job definition, by the name that the API gives it. */
export const batchSpec = {
  JobDefinition: api(
    'RegisterJobDefinition',
    'A job definition',
    'A template for AWS Batch jobs: what runs, with which resources, and what happens when it fails.',
    [
      [
        'jobDefinitionName',
        pattern('^[A-Za-z0-9_-]{1,128}$', 'from 1 to 128 letters, digits, hyphens and underscores'),
        'The name of the job definition.',
        required,
      ],
      [
        'type',
        oneOf('container', 'multinode'),
        'A job of one container (or task, or pod), or one that runs on several nodes.',
        required,
      ],
      [
        'parameters',
        textMap,
        'Defaults for the placeholders Ref::name in the command; a job can set others.',
        { snippet: '{ "${1:name}": "${2:value}" }' },
      ],
      [
        'schedulingPriority',
        whole(0, 9999),
        'The priority of the job among those of the same share in a fair-share queue; higher comes first.',
      ],
      [
        'containerProperties',
        object('ContainerProperties'),
        'The container of the job, on Amazon ECS or Fargate.',
        {
          snippet:
            '{ "image": "${1}", "command": ["${2}"], "resourceRequirements": [{ "type": "VCPU", "value": "${3:1}" }, { "type": "MEMORY", "value": "${4:2048}" }] }',
        },
      ],
      ['ecsProperties', object('EcsProperties'), 'The containers of the job, on Amazon ECS, when there are several.'],
      ['eksProperties', object('EksProperties'), 'The pod of the job, on Amazon EKS.'],
      ['nodeProperties', object('NodeProperties'), 'The nodes of a multi-node job.'],
      [
        'retryStrategy',
        object('RetryStrategy'),
        'How often a failed job is tried, and for which reasons.',
        { snippet: '{ "attempts": ${1:3} }' },
      ],
      ['propagateTags', flag, 'The tags of job and job definition are passed on to the Amazon ECS task.'],
      [
        'timeout',
        object('JobTimeout'),
        'How long an attempt may run. A job that ran out of time is not retried.',
        { snippet: '{ "attemptDurationSeconds": ${1:3600} }' },
      ],
      ['tags', textMap, 'Tags of the job definition.', { snippet: '{ "${1:key}": "${2:value}" }' }],
      [
        'platformCapabilities',
        { type: 'array', items: platformCapability },
        'On which platform the job runs: EC2 (the default), FARGATE or MANAGED_INSTANCES.',
        { snippet: '["${1|EC2,FARGATE,MANAGED_INSTANCES|}"]' },
      ],
      [
        'consumableResourceProperties',
        object('ConsumableResourceProperties'),
        'Resources, such as licences, that a running job uses up.',
      ],
    ],
    [
      { fields: ['containerProperties', 'eksProperties', 'nodeProperties'], required: false },
      { fields: ['ecsProperties', 'eksProperties', 'nodeProperties'], required: false },
    ],
  ),
  ContainerProperties: containerProperties,
  Volume: api('Volume', 'A volume', 'Storage that containers can mount.', [
    [
      'name',
      pattern('^[A-Za-z0-9_-]{1,255}$', 'from 1 to 255 letters, digits, hyphens and underscores'),
      'The name by which mountPoints refer to it.',
    ],
    ['host', object('Host'), 'A folder of the host. Not on Fargate.'],
    ['efsVolumeConfiguration', object('EFSVolumeConfiguration'), 'An Amazon EFS file system.'],
    ['s3filesVolumeConfiguration', object('S3FilesVolumeConfiguration'), 'An Amazon S3 file system.'],
  ]),
  Host: api('Host', 'A host folder', 'A folder of the host.', [
    ['sourcePath', text, 'Its path on the host; without one Docker chooses a folder.'],
  ]),
  EFSVolumeConfiguration: api('EFSVolumeConfiguration', 'efsVolumeConfiguration', 'An Amazon EFS file system.', [
    ['fileSystemId', text, 'The id of the file system.', required],
    [
      'rootDirectory',
      pattern('^[\\s\\S]{0,4096}$', 'at most 4096 characters long'),
      'The folder that is mounted; absent or / with an access point.',
    ],
    ['transitEncryption', oneOf('ENABLED', 'DISABLED'), 'Encrypts the data on the way; needed for IAM and access points.'],
    ['transitEncryptionPort', whole(0, 65535), 'The port for encrypted data.'],
    ['authorizationConfig', object('EFSAuthorizationConfig'), 'How the file system is accessed.'],
  ]),
  EFSAuthorizationConfig: api('EFSAuthorizationConfig', 'authorizationConfig', 'How an Amazon EFS file system is accessed.', [
    ['accessPointId', text, 'The id of the access point.'],
    ['iam', oneOf('ENABLED', 'DISABLED'), 'Uses the role of the job.'],
  ]),
  S3FilesVolumeConfiguration: api('S3FilesVolumeConfiguration', 's3filesVolumeConfiguration', 'An Amazon S3 file system.', [
    ['fileSystemArn', text, 'The ARN of the file system.', required],
    ['rootDirectory', text, 'The folder that is mounted.'],
    ['transitEncryptionPort', whole(0, 65535), 'The port for encrypted data.'],
    ['accessPointArn', text, 'The ARN of the access point.'],
  ]),
  KeyValuePair: api('KeyValuePair', 'An environment variable', 'A name and a value.', [
    ['name', pattern('^(?!AWS_BATCH)', 'a name that does not begin with AWS_BATCH: those are reserved'), 'The name.'],
    ['value', text, 'The value.'],
  ]),
  MountPoint: api('MountPoint', 'A mount point', 'Where a volume is seen in the container.', [
    ['containerPath', text, 'The path in the container.'],
    ['readOnly', flag, 'The container cannot write to it.'],
    ['sourceVolume', text, 'The name of the volume.'],
  ]),
  Ulimit: api('Ulimit', 'A ulimit', 'A limit of the operating system.', [
    ['name', text, 'The name of the limit, such as nofile.', required],
    ['softLimit', whole(), 'The soft limit.', required],
    ['hardLimit', whole(), 'The hard limit.', required],
  ]),
  ResourceRequirement: api('ResourceRequirement', 'A resource requirement', 'How much of a resource the container gets.', [
    ['type', oneOf('GPU', 'VCPU', 'MEMORY'), 'The resource.', required],
    [
      'value',
      pattern('^\\d+(?:\\.\\d+)?$', 'a number in a string, such as "2048"'),
      'How much, as a string: memory in MiB; vCPUs are fractions on Fargate.',
      required,
    ],
  ]),
  LinuxParameters: api('LinuxParameters', 'linuxParameters', 'Settings of the Linux kernel for the container.', [
    ['devices', list('Device'), 'Devices of the host. Not on Fargate.'],
    ['initProcessEnabled', flag, 'Runs an init process in the container, which passes on signals and reaps processes.'],
    ['sharedMemorySize', whole(0, undefined, 'MiB'), 'The size of /dev/shm in MiB. Not on Fargate.'],
    ['tmpfs', list('Tmpfs'), 'File systems in memory. Not on Fargate.'],
    ['maxSwap', whole(0, undefined, 'MiB'), 'How much swap the container may use, in MiB. Not on Fargate.'],
    [
      'swappiness',
      whole(0, 100),
      'How readily memory is swapped: 0 only when it must be, 100 at once. Needs maxSwap. Not on Fargate.',
    ],
  ]),
  Device: api('Device', 'A device', 'A device of the host.', [
    ['hostPath', text, 'Its path on the host.', required],
    ['containerPath', text, 'Its path in the container.'],
    ['permissions', { type: 'array', items: oneOf('READ', 'WRITE', 'MKNOD') }, 'What the container may do with it.'],
  ]),
  Tmpfs: api('Tmpfs', 'A tmpfs', 'A file system in memory.', [
    ['containerPath', text, 'Its path in the container.', required],
    ['size', whole(0, undefined, 'MiB'), 'Its size in MiB.', required],
    ['mountOptions', texts, 'Options of its mount.'],
  ]),
  LogConfiguration: api('LogConfiguration', 'logConfiguration', 'Where the output of the container goes.', [
    [
      'logDriver',
      oneOf('awslogs', 'json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'splunk', 'awsfirelens'),
      'The log driver; on Fargate awslogs or splunk.',
      required,
    ],
    ['options', textMap, 'Options of the log driver.'],
    ['secretOptions', list('Secret'), 'Options of the log driver whose values are secrets.'],
  ]),
  Secret: api('Secret', 'A secret', 'A secret of AWS Secrets Manager or Systems Manager Parameter Store.', [
    ['name', text, 'The name under which the container sees it.', required],
    ['valueFrom', text, 'The ARN of the secret, or the name of the parameter.', required],
  ]),
  NetworkConfiguration: api('NetworkConfiguration', 'networkConfiguration', 'Network settings of a job on Fargate.', [
    ['assignPublicIp', oneOf('ENABLED', 'DISABLED'), 'Whether the job gets a public IP address.'],
  ]),
  FargatePlatformConfiguration: api(
    'FargatePlatformConfiguration',
    'fargatePlatformConfiguration',
    'The platform of a job on Fargate.',
    [['platformVersion', text, 'The platform version: LATEST (the default), 1.4.0 or 1.3.0.']],
  ),
  EphemeralStorage: api('EphemeralStorage', 'ephemeralStorage', 'Storage of a job on Fargate.', [
    ['sizeInGiB', whole(21, 200, 'GiB'), 'Its size in GiB.', required],
  ]),
  RuntimePlatform: api('RuntimePlatform', 'runtimePlatform', 'Operating system and processor of a job on Fargate.', [
    [
      'operatingSystemFamily',
      oneOf(
        'LINUX',
        'WINDOWS_SERVER_2019_CORE',
        'WINDOWS_SERVER_2019_FULL',
        'WINDOWS_SERVER_2022_CORE',
        'WINDOWS_SERVER_2022_FULL',
      ),
      'The operating system.',
    ],
    ['cpuArchitecture', oneOf('X86_64', 'ARM64'), 'The processor.'],
  ]),
  RepositoryCredentials: api(
    'RepositoryCredentials',
    'repositoryCredentials',
    'The secret with which a private registry is read.',
    [['credentialsParameter', text, 'The ARN of the secret.', required]],
  ),
  NodeProperties: api('NodeProperties', 'nodeProperties', 'The nodes of a multi-node job.', [
    ['numNodes', whole(1), 'How many nodes there are.', required],
    ['mainNode', whole(0), 'The index of the main node, from 0; when it ends, the job ends.', required],
    ['nodeRangeProperties', list('NodeRangeProperty', 1), 'What runs on which nodes.', required],
  ]),
  NodeRangeProperty: api('NodeRangeProperty', 'A node range', 'What runs on some of the nodes.', [
    [
      'targetNodes',
      pattern('^(?:\\d+|\\d*:\\d*)$', 'a range of node indexes such as 0:3, :3 or 4:'),
      'The nodes: indexes from 0, both ends included.',
      required,
    ],
    ['container', object('ContainerProperties'), 'The container on these nodes.'],
    ['instanceTypes', texts, 'The instance type of these nodes; only one, the same for all ranges.'],
    ['ecsProperties', object('EcsProperties'), 'The containers on these nodes, on Amazon ECS.'],
    ['eksProperties', object('EksProperties'), 'The pod on these nodes, on Amazon EKS.'],
    ['consumableResourceProperties', object('ConsumableResourceProperties'), 'Resources that a running job uses up.'],
  ]),
  EcsProperties: api('EcsProperties', 'ecsProperties', 'The Amazon ECS task of the job.', [
    ['taskProperties', list('EcsTaskProperties', 1, 1), 'The task; there is one.', required],
  ]),
  EcsTaskProperties: api('EcsTaskProperties', 'A task', 'The containers of an Amazon ECS task, and what they share.', [
    ['containers', list('TaskContainerProperties', 1, 10), 'The containers, at most 10.', required],
    ['ephemeralStorage', object('EphemeralStorage'), 'Storage on Fargate.'],
    ['executionRoleArn', text, 'The role with which the containers are started.'],
    ['platformVersion', text, 'The platform version on Fargate.'],
    ['ipcMode', oneOf('host', 'task', 'none'), 'What shares inter-process communication. Not on Fargate.'],
    ['pidMode', oneOf('host', 'task'), 'What shares process ids.'],
    ['taskRoleArn', text, 'The role that the containers act with.'],
    ['networkConfiguration', object('NetworkConfiguration'), 'Network settings on Fargate.'],
    ['networkMode', text, 'The network mode. Only on Managed Instances.'],
    ['runtimePlatform', object('RuntimePlatform'), 'Operating system and processor on Fargate.'],
    ['volumes', list('Volume'), 'Volumes that containers can mount.'],
    ['enableExecuteCommand', flag, 'Allows commands to be executed in the running containers with ECS Exec.'],
  ]),
  TaskContainerProperties: api('TaskContainerProperties', 'A container', 'One container of an Amazon ECS task.', [
    ['name', text, 'The name by which dependsOn refers to it.'],
    [...containerRows.image, required] as Row,
    containerRows.command,
    containerRows.resourceRequirements,
    [
      'essential',
      flag,
      'When it ends, the other containers of the task are stopped. The default is true; one must be essential.',
    ],
    ['dependsOn', list('TaskContainerDependency'), 'Containers that must have come so far before this one starts.'],
    ['startTimeout', whole(0, undefined, 'seconds'), 'Seconds until starting it counts as failed.'],
    ['stopTimeout', whole(0, undefined, 'seconds'), 'Seconds until it is killed when it does not stop.'],
    containerRows.environment,
    containerRows.secrets,
    containerRows.mountPoints,
    ['firelensConfiguration', object('FirelensConfiguration'), 'Makes this container the log router of the task.'],
    containerRows.linuxParameters,
    containerRows.logConfiguration,
    containerRows.privileged,
    containerRows.readonlyRootFilesystem,
    containerRows.repositoryCredentials,
    containerRows.ulimits,
    containerRows.user,
  ]),
  TaskContainerDependency: api('TaskContainerDependency', 'A dependency', 'A container that must have come so far.', [
    ['containerName', text, 'The name of the other container.'],
    ['condition', oneOf('START', 'COMPLETE', 'SUCCESS'), 'How far it must have come.'],
  ]),
  FirelensConfiguration: api('FirelensConfiguration', 'firelensConfiguration', 'The log router of a task.', [
    ['type', oneOf('fluentd', 'fluentbit'), 'Which log router it is.', required],
    ['options', textMap, 'Options of the log router.'],
  ]),
  EksProperties: api('EksProperties', 'eksProperties', 'The pod of the job, on Amazon EKS.', [
    ['podProperties', object('EksPodProperties'), 'The pod.'],
  ]),
  EksPodProperties: api('EksPodProperties', 'podProperties', 'A pod on Amazon EKS.', [
    ['containers', list('EksContainer', 1, 10), 'The containers, at most 10.'],
    ['initContainers', list('EksContainer', undefined, 10), 'Containers that run to their end before the others start.'],
    ['serviceAccountName', text, 'The service account of the pod.'],
    ['hostNetwork', flag, 'The pod uses the network of its host. The default is true.'],
    ['dnsPolicy', oneOf('Default', 'ClusterFirst', 'ClusterFirstWithHostNet'), 'How names are resolved.'],
    ['imagePullSecrets', list('ImagePullSecret'), 'Secrets with which images are read.'],
    ['volumes', list('EksVolume'), 'Volumes that containers can mount.'],
    ['metadata', object('EksMetadata'), 'Labels, annotations and namespace of the pod.'],
    ['shareProcessNamespace', flag, 'The containers see each other’s processes.'],
  ]),
  ImagePullSecret: api('ImagePullSecret', 'An image pull secret', 'A secret with which images are read.', [
    ['name', text, 'The name of the secret.', required],
  ]),
  EksContainer: api('EksContainer', 'A container', 'One container of a pod.', [
    ['name', text, 'Its name; Default when absent.'],
    ['image', text, 'The image that the container is started from.', required],
    ['imagePullPolicy', oneOf('Always', 'IfNotPresent', 'Never'), 'When the image is pulled.'],
    ['command', texts, 'The entry point.'],
    ['args', texts, 'Arguments of the entry point.'],
    ['env', list('EksContainerEnvironmentVariable'), 'Environment variables.'],
    ['resources', object('EksContainerResourceRequirements'), 'Processor, memory and GPUs.'],
    ['volumeMounts', list('EksContainerVolumeMount'), 'Where the volumes are seen in the container.'],
    ['securityContext', object('EksContainerSecurityContext'), 'User and rights of the container.'],
  ]),
  EksContainerEnvironmentVariable: api('EksContainerEnvironmentVariable', 'An environment variable', 'A name and a value.', [
    ['name', pattern('^(?!AWS_BATCH)', 'a name that does not begin with AWS_BATCH: those are reserved'), 'The name.', required],
    ['value', text, 'The value.'],
  ]),
  EksContainerResourceRequirements: api(
    'EksContainerResourceRequirements',
    'resources',
    'Processor, memory and GPUs of a container.',
    [
      ['limits', textMap, 'The most that the container gets: cpu, memory (with Mi), nvidia.com/gpu.'],
      ['requests', textMap, 'What is reserved for the container: cpu, memory (with Mi), nvidia.com/gpu.'],
    ],
  ),
  EksContainerVolumeMount: api('EksContainerVolumeMount', 'A volume mount', 'Where a volume is seen in the container.', [
    ['name', text, 'The name of the volume.'],
    ['mountPath', text, 'The path in the container.'],
    ['subPath', text, 'A folder of the volume.'],
    ['readOnly', flag, 'The container cannot write to it.'],
  ]),
  EksContainerSecurityContext: api('EksContainerSecurityContext', 'securityContext', 'User and rights of a container.', [
    ['runAsUser', whole(0), 'The id of the user.'],
    ['runAsGroup', whole(0), 'The id of the group.'],
    ['privileged', flag, 'Gives the container elevated rights on its host.'],
    ['allowPrivilegeEscalation', flag, 'A process may gain more rights than its parent.'],
    ['readOnlyRootFilesystem', flag, 'The container cannot write to its root file system.'],
    ['runAsNonRoot', flag, 'The container must not run as root.'],
  ]),
  EksVolume: api(
    'EksVolume',
    'A volume',
    'Storage that containers can mount.',
    [
      ['name', text, 'The name by which volumeMounts refer to it.', required],
      ['hostPath', object('EksHostPath'), 'A path of the host.'],
      ['emptyDir', object('EksEmptyDir'), 'An empty folder that lives as long as the pod.'],
      ['secret', object('EksSecret'), 'A Kubernetes secret.'],
      ['persistentVolumeClaim', object('EksPersistentVolumeClaim'), 'A persistent volume claim.'],
    ],
    [{ fields: ['hostPath', 'emptyDir', 'secret', 'persistentVolumeClaim'], required: false }],
  ),
  EksHostPath: api('EksHostPath', 'hostPath', 'A path of the host.', [['path', text, 'The path.']]),
  EksEmptyDir: api('EksEmptyDir', 'emptyDir', 'An empty folder that lives as long as the pod.', [
    ['medium', oneOf('', 'Memory'), 'What it is kept in: the storage of the node (the default), or Memory.'],
    ['sizeLimit', text, 'Its greatest size, such as 512Mi.'],
  ]),
  EksSecret: api('EksSecret', 'secret', 'A Kubernetes secret.', [
    ['secretName', text, 'The name of the secret.', required],
    ['optional', flag, 'The secret need not exist.'],
  ]),
  EksPersistentVolumeClaim: api('EksPersistentVolumeClaim', 'persistentVolumeClaim', 'A persistent volume claim.', [
    ['claimName', text, 'The name of the claim.', required],
    ['readOnly', flag, 'The containers cannot write to it.'],
  ]),
  EksMetadata: api('EksMetadata', 'metadata', 'Labels, annotations and namespace of a pod.', [
    ['labels', textMap, 'Labels.'],
    ['annotations', textMap, 'Annotations.'],
    [
      'namespace',
      pattern('^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$', 'from 1 to 63 lower-case letters, digits and hyphens'),
      'The namespace.',
    ],
  ]),
  ConsumableResourceProperties: api(
    'ConsumableResourceProperties',
    'consumableResourceProperties',
    'Resources that a running job uses up.',
    [['consumableResourceList', list('ConsumableResourceRequirement'), 'The resources.']],
  ),
  ConsumableResourceRequirement: api(
    'ConsumableResourceRequirement',
    'A consumable resource',
    'How much of a resource the job uses.',
    [
      ['consumableResource', text, 'Name or ARN of the resource.'],
      ['quantity', whole(0), 'How much of it.'],
    ],
  ),
  RetryStrategy: api('RetryStrategy', 'retryStrategy', 'How often a failed job is tried.', [
    ['attempts', whole(1, 10), 'How often the job is tried altogether: from 1 to 10.'],
    [
      'evaluateOnExit',
      list('EvaluateOnExit', undefined, 5),
      'What to do after which end, at most 5; the first that fits counts. Needs attempts.',
      { snippet: '[{ "onExitCode": "${1:137}", "action": "${2|RETRY,EXIT|}" }]' },
    ],
  ]),
  EvaluateOnExit: api('EvaluateOnExit', 'An exit condition', 'What to do when a job ends in a certain way.', [
    ['onStatusReason', reason, 'A pattern for the status reason of the attempt.'],
    ['onReason', reason, 'A pattern for the reason of the container.'],
    [
      'onExitCode',
      pattern('^\\d{0,511}\\*?$', 'at most 512 digits, with * at the end only'),
      'A pattern for the exit code of the container.',
    ],
    ['action', { type: 'enum', values: ['RETRY', 'EXIT'], ignoreCase: true }, 'RETRY tries again, EXIT does not.', required],
  ]),
  JobTimeout: api('JobTimeout', 'timeout', 'How long an attempt may run.', [
    [
      'attemptDurationSeconds',
      whole(60, undefined, 'seconds'),
      'Seconds, at least 60, after which an attempt is ended.',
      { snippet: '${1:3600}' },
    ],
  ]),
} satisfies FieldTable;

/** The name of an object in the table. */
export type BatchSpecName = keyof typeof batchSpec;
