import { isArray, object } from '../source/json';
import type { Operations } from './endpoint';
import { answer, text } from './fields';
import { readTags } from './store';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagOperations: Operations = {
  TagResource({ store }, request) {
    const arn = text(request, 'resourceArn');
    const tags = store.tagsOf(arn);
    for (const [key, value] of readTags(request['tags'], arn, tags)) {
      tags.set(key, value);
    }
    return object([]);
  },

  UntagResource({ store }, request) {
    const tags = store.tagsOf(text(request, 'resourceArn'));
    const keys = request['tagKeys'];
    if (isArray(keys)) {
      (keys as readonly string[]).forEach((key) => tags.delete(key));
    }
    return object([]);
  },

  ListTagsForResource({ store }, request) {
    const tags = store.tagsOf(text(request, 'resourceArn'));
    return answer({ tags: Array.from(tags, ([key, value]) => answer({ key, value })) });
  },
};
