import { SeededRandom } from '../../../hal/virtual/random.js';
import { defaultRules, type NotificationRules } from '../../route-b/notifications.js';

/** How the half-hourly notification goes out, and how many ms after the boundary. */
export interface NotificationChoice {
	readonly service: 'INF' | 'INFC';
	readonly min: number;
	readonly max: number;
}

/** The rules of a meter from what was chosen. */
export function notificationRules({ service, min, max }: NotificationChoice, seed: number): NotificationRules {
	return { ...defaultRules(new SeededRandom(seed, 'notifications'), min, max), service };
}
