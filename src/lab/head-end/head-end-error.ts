/** Why a head-end does not get from a meter what it wants; the message says it to a person. */
export class HeadEndError extends Error {
	/**
	 * @param passing it may work when tried again: no answer, a connection that broke
	 * @param counter the invocation counter that the meter told in refusing a used one
	 */
	constructor(
		message: string,
		readonly passing = false,
		readonly counter?: number,
	) {
		super(message);
	}
}
