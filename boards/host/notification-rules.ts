import { SeededRandom } from '../../hal/virtual/random.js';
import { defaultRules, type NotificationRules } from '../../src/route-b/notifications.js';
import type { NotificationChoice } from './options.js';

/** The rules of a meter from what was chosen on the command line. */
export function notificationRules({ service, min, max }: NotificationChoice, seed: number): NotificationRules {
	return { ...defaultRules(new SeededRandom(seed, 'notifications'), min, max), service };
}
