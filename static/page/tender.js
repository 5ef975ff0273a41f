'use strict';

/**
 * A question as a sentence that can stand in the file of a tender.
 * @param {Question} question @param {Words} words @param {Table} table
 */
function sentenceOf(question, words, table) {
	const end = Questions.deliveryEnd(question), { categories } = table.index.directory;
	/** @type {string[]} */
	const parts = [];
	/** @param {string} word @param {string} text @param {Record<string, string | number>} [more] */
	const add = (word, text, more = {}) => {
		if (text)
			parts.push(words.say(word, { text, ...more }));
	};
	const or = (/** @type {string[]} */ codes, /** @type {string} */ prefix) =>
		codes.map((code) => words.say(prefix + code)).join(words.say('asked_or'));
	const category = categories.find(([id]) => id === question.category);

	add('asked_q', question.q);
	add('asked_levels', or(question.level, 'level.'));
	add('asked_min', question.min && words.say(`level.${question.min}`));
	add('asked_category', category ? table.phrase(category[1]).text : '');
	add('asked_statuses', or(question.status, 'status.'));
	add('asked_until', words.line(question.until));
	add('asked_delivery', words.line(end), { n: Number(question.months) || 0, day: words.line(question.delivery) });
	add('asked_evaluators', or(question.evaluator, 'evaluator.'));
	add('asked_third', question.third);
	add('asked_criteria', question.criteria);
	add('asked_criteria', question.after);
	return `${words.say('asked', { day: words.line(Words.asOf) })} ${parts.join(words.say('asked_and'))}${words.say('asked_end')}`;
}
