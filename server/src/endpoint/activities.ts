import { randomUUID } from 'node:crypto';
import { resourceOf } from '../execution/resource';
import type { TaskAnswer, TaskBinding, TaskProgress } from '../runner/tasks/binding';
import { object, textOf } from '../source/json';
import { ApiError } from './apiError';
import { arnOf, isValidName } from './arns';
import type { Operations } from './endpoint';
import { answer, date, optionalText, text } from './fields';
import { page } from './paging';
import { type Store, readTags } from './store';
import type { Seat } from './timeline';
import type { Tokens } from './tokens';

/** A task that waits for a worker. */
interface Offer {
  readonly input: string;
  /** Answers the token for the worker that takes the task. */
  readonly take: (workerName: string | undefined) => string;
}

interface Poll {
  readonly give: (offer: Offer) => void;
}

/** How long GetActivityTask waits for a task, milliseconds. https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
const longPoll = 60_000;

/** Tasks of activities and the workers that ask for them, each in the order in which they came. */
export class Activities {
  readonly #offers = new Map<string, Offer[]>();
  readonly #polls = new Map<string, Poll[]>();

  constructor(
    private readonly store: Store,
    private readonly tokens: Tokens,
  ) {}

  /** Performs the Tasks of one execution whose Resource is an activity. */
  tasks(seat: Seat): TaskBinding {
    return {
      perform: (request, signal, progress) => {
        const resource = resourceOf(request.resource);
        if (resource.kind !== 'activity') {
          return undefined;
        }
        if (!this.store.activities.has(resource.arn)) {
          return {
            kind: 'failure',
            error: 'Stepwise.UnboundTask',
            cause: `The activity '${resource.arn}' of the Task state '${request.stateName}' does not exist: make it with CreateActivity.`,
            local: true,
          };
        }
        return this.#offer(resource.arn, textOf(request.parameters), signal, progress, seat);
      },
    };
  }

  #offer(arn: string, input: string, signal: AbortSignal, progress: TaskProgress, seat: Seat): Promise<TaskAnswer> {
    const token = randomUUID().replaceAll('-', '') + randomUUID().replaceAll('-', '');
    const answered = this.tokens.wait(token, progress, signal, seat);
    const offer: Offer = {
      input,
      take: (workerName) => {
        progress.started(workerName);
        return token;
      },
    };
    const [poll] = this.#polls.get(arn)?.splice(0, 1) ?? [];
    if (poll) {
      poll.give(offer);
    } else {
      const offers = this.#offers.get(arn) ?? [];
      offers.push(offer);
      this.#offers.set(arn, offers);
      signal.addEventListener('abort', () => {
        const at = offers.indexOf(offer);
        if (at >= 0) {
          offers.splice(at, 1);
        }
      });
    }
    return answered;
  }

  /** The next task of an activity; undefined when none has come within a minute or `signal` aborts. */
  async poll(arn: string, signal: AbortSignal): Promise<Offer | undefined> {
    const [offer] = this.#offers.get(arn)?.splice(0, 1) ?? [];
    if (offer) {
      return offer;
    }
    const polls = this.#polls.get(arn) ?? [];
    this.#polls.set(arn, polls);
    return new Promise((resolve) => {
      const done = (given: Offer | undefined): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', nothing);
        const at = polls.indexOf(poll);
        if (at >= 0) {
          polls.splice(at, 1);
        }
        resolve(given);
      };
      const nothing = (): void => done(undefined);
      const poll: Poll = { give: done };
      const timer = setTimeout(nothing, longPoll);
      signal.addEventListener('abort', nothing);
      polls.push(poll);
    });
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html */
export function activityOperations(activities: Activities): Operations {
  return {
    CreateActivity({ store, now }, request) {
      const name = text(request, 'name');
      if (!isValidName(name)) {
        throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
      }
      const arn = store.arn('activity', name);
      let activity = store.activities.get(arn);
      if (!activity) {
        activity = {
          arn,
          name,
          createdAt: now(),
          encryptionConfiguration: request['encryptionConfiguration'] ?? object([['type', 'AWS_OWNED_KEY']]),
          tags: readTags(request['tags'], arn),
        };
        store.activities.set(arn, activity);
      }
      return answer({ activityArn: arn, creationDate: date(activity.createdAt) });
    },

    DescribeActivity({ store }, request) {
      const { arn, name, createdAt, encryptionConfiguration } = existing(store, text(request, 'activityArn'));
      return answer({ activityArn: arn, name, creationDate: date(createdAt), encryptionConfiguration });
    },

    DeleteActivity({ store }, request) {
      store.activities.delete(arnOf(text(request, 'activityArn'), 'activity').text);
      return object([]);
    },

    ListActivities({ store }, request) {
      const { items, nextToken } = page([...store.activities.values()], request, 'activities');
      return answer({
        activities: items.map((a) => answer({ activityArn: a.arn, name: a.name, creationDate: date(a.createdAt) })),
        nextToken,
      });
    },

    async GetActivityTask({ store }, request, signal) {
      const { arn } = existing(store, text(request, 'activityArn'));
      const offer = await activities.poll(arn, signal);
      if (!offer) {
        return object([['taskToken', null]]);
      }
      const { input } = offer;
      return answer({ taskToken: offer.take(optionalText(request, 'workerName')), input });
    },
  };
}

function existing(store: Store, text_: string) {
  const { text: arn } = arnOf(text_, 'activity');
  const activity = store.activities.get(arn);
  if (!activity) {
    throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
  }
  return activity;
}
