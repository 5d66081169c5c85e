/**
 * The icons of states and services: our own line drawings in a square of 20 units, stroked, never filled.
 * They picture what a service does (a queue, a table, a stack of jobs); none is a vendor's artwork.
 */
const drawings = {
  lambda: 'M5.2 3.8h2.4l6.2 12.4h1.8M9.7 8 5.4 16.2',
  dynamodb:
    'M4 5.6C4 4.1 6.7 3 10 3s6 1.1 6 2.6-2.7 2.5-6 2.5-6-1-6-2.5v8.8C4 15.9 6.7 17 10 17s6-1.1 6-2.6V5.6M4 10c0 1.5 2.7 2.6 6 2.6s6-1.1 6-2.6',
  s3: 'M3.8 5.2c0-1.2 2.8-2.1 6.2-2.1s6.2.9 6.2 2.1-2.8 2.1-6.2 2.1-6.2-.9-6.2-2.1l1.6 10.1c.2 1 2.2 1.7 4.6 1.7s4.4-.7 4.6-1.7l1.6-10.1',
  sns: 'M10 11.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM6.8 13.2a4.5 4.5 0 0 1 0-6.4M13.2 6.8a4.5 4.5 0 0 1 0 6.4M4.3 15.7a8 8 0 0 1 0-11.4M15.7 4.3a8 8 0 0 1 0 11.4',
  sqs: 'M3 6.5h14v7H3zM7.7 6.5v7M12.3 6.5v7',
  eventbridge: 'M3.5 10h13M13 6.5l3.5 3.5-3.5 3.5M3.5 5.5h5M3.5 14.5h5',
  batch: 'M10 3.2 17 6.7l-7 3.5-7-3.5zM3 10.2l7 3.5 7-3.5M3 13.6l7 3.5 7-3.5',
  ecs: 'M10 2.8 16.3 6.3v7.4L10 17.2l-6.3-3.5V6.3zM3.7 6.3 10 9.9l6.3-3.6M10 9.9v7.3',
  stepfunctions: 'M7.5 3h5v4h-5zM3 13h5v4H3zM12 13h5v4h-5zM10 7v3M5.5 13v-3h9v3',
  glue: 'M3.5 3.8h13l-4.9 6.3v5.6l-3.2 1.5v-7.1z',
  sagemaker:
    'M6.2 6.2h7.6v7.6H6.2zM8.3 6.2V3.5M11.7 6.2V3.5M8.3 16.5v-2.7M11.7 16.5v-2.7M6.2 8.3H3.5M6.2 11.7H3.5M16.5 8.3h-2.7M16.5 11.7h-2.7',
  model: 'M9.3 4l1.6 4.4 4.4 1.6-4.4 1.6L9.3 16l-1.6-4.4L3.3 10l4.4-1.6zM15.5 3v3M17 4.5h-3M15.8 14.2v2.4M17 15.4h-2.4',
  apigateway: 'M6.7 5.5 3 10l3.7 4.5M13.3 5.5 17 10l-3.7 4.5M11.5 4.5l-3 11',
  http: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c2 2 3 4.4 3 7s-1 5-3 7c-2-2-3-4.4-3-7s1-5 3-7z',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  aws: 'M6 15.5a3.4 3.4 0 0 1-.4-6.8 4.7 4.7 0 0 1 9.1.3 3.3 3.3 0 0 1-.5 6.5z',
  activity: 'M2.8 10h3.4l2-5.5 3.6 11 2-5.5h3.4',
  task: 'M10.9 3 5 11.4h4.4L9.1 17 15 8.6h-4.4z',
  pass: 'M3.5 10h12.7M12 5.8l4.2 4.2-4.2 4.2',
  choice: 'M10 2.8 17.2 10 10 17.2 2.8 10zM10 7v3.2M10 13v.1',
  wait: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.2l2.7 1.7',
  succeed: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM6.8 10.2l2.3 2.3 4.1-4.7',
  fail: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.5 7.5l5 5M12.5 7.5l-5 5',
  parallel: 'M10 2.8v14.4M4.3 17.2v-4.7c0-3 2-5 5.7-5s5.7 2 5.7 5v4.7',
  map: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z',
  unknown: 'M7 7.6c0-1.8 1.3-3 3-3s3 1.2 3 2.8c0 2.4-3 2.5-3 5M10 15.3v.1',
  retry: 'M15.8 10a5.8 5.8 0 1 1-1.9-4.3M14.2 2.6v3.3h-3.3',
  catch: 'M10 3l5.8 2.1v4.4c0 3.5-2.4 6-5.8 7.5-3.4-1.5-5.8-4-5.8-7.5V5.1z',
  flaw: 'M10 3.2 17.3 16H2.7zM10 8v3.6M10 13.7v.1',
} as const;

export type IconName = keyof typeof drawings;

/** The groups of colours that the style sheet knows, by icon; an icon that is not here is grey. */
const tones: Partial<Record<IconName, string>> = {
  lambda: 'orange',
  batch: 'orange',
  ecs: 'orange',
  dynamodb: 'blue',
  stepfunctions: 'pink',
  eventbridge: 'pink',
  sns: 'pink',
  sqs: 'pink',
  s3: 'green',
  succeed: 'green',
  sagemaker: 'teal',
  model: 'teal',
  glue: 'purple',
  apigateway: 'purple',
  http: 'purple',
  search: 'purple',
  choice: 'amber',
  wait: 'amber',
  parallel: 'blue',
  map: 'blue',
  fail: 'red',
};

/** The path of an icon, in a square of 20 units; of a name that does not exist, a question mark. */
export function iconPath(name: string | undefined): string {
  return name !== undefined && Object.hasOwn(drawings, name) ? drawings[name as IconName] : drawings.unknown;
}

/** Which colour of the style sheet an icon has. */
export function iconTone(name: string | undefined): string {
  return (name !== undefined && Object.hasOwn(tones, name) && tones[name as IconName]) || 'grey';
}
