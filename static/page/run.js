'use strict';

/**
 * Lets work go on that nothing waits for. What fails in it is told to the console, as what fails
 * elsewhere is.
 * @param {Promise<unknown>} work
 */
function run(work) {
	work.catch((error) => {
		setTimeout(() => { throw error; });
	});
}
