'use strict';

/*
 * What may be the number of a product in a cell of a list, in the ways in which people write one: behind a
 * numbering or a manufacturer, before a quantity, a price or words for an equivalent, or with another one.
 * The words are those of content/LANGUAGE/search.json. What has digits is never passed over, unless it is
 * known to be something else.
 */

class Cell {
	/** @param {Wording} wording @param {Beside} beside */
	constructor({ numbers, number }, { units, beside, betweenNumbers, headings }) {
		const unit = `\\s*(?:${Cell.oneOf(units)}\\.?)`, amount = '(?:\\d{1,3}(?:,\\d{3})+|\\d{1,7})';
		const quantity = `(?:${[
			/* ×2, x 2, ×2台 */
			`(?:[×*]|(?<=^|[\\s,(/])x|(?<=\\d)x(?=\\s))\\s*\\d{1,5}${unit}?`,
			/* ¥45,000 */
			`\\p{Sc}\\s*${amount}(?:\\.\\d+)?-?`,
			/* 2台, 45,000円, not the end of a number */
			`(?<![\\p{Script=Latin}\\p{N}.,-])${amount}${unit}`,
			'(?<=^|[\\s,(:])\\d{1,3}',
		].join('|')})`;
		/** @type {Set<string>} */
		this.headings = new Set([...headings, ...number]);

		const words = Cell.oneOf(betweenNumbers), barcode = '(?<![\\p{L}\\p{N}-])\\d{12,14}';

		/* ① in the middle of a cell begins another number. */
		this.circled = /[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]/g;
		/* 1. and (1), a bullet, 1 before a word of letters and digits, No.1 */
		this.numbering = new RegExp('^(?:\\(?\\d{1,4}[.)](?!\\d)\\s*|[-*・•]\\s*|\\d{1,3}\\s+(?=\\S*\\p{L}\\S*\\d)|' +
			`${Cell.oneOf(numbers)}[\\s.:#]*\\d{1,4}(?:[.):]\\s*|\\s+)(?=\\S))`, 'iu');
		/* A quantity, brackets without a digit, words. (W) is part of a number. */
		this.tail = new RegExp(`(?:\\(?${quantity}\\)?|\\((?!\\p{Script=Latin}{1,3}\\))[^\\p{N}()]*\\)|${Cell.oneOf(beside)}|${words})$`, 'iu');
		this.quantity = new RegExp(`^\\(?${quantity}\\)?$`, 'iu');
		/* What joins two numbers only if both are there. */
		this.apart = /[\s・+&]+/u;
		/* A slash without a space may be part of a number. A barcode ends what is before it. */
		this.between = new RegExp(`[、;|\\n]|\\s/|/\\s|/(?=\\p{L}{2}\\S*\\d)|,(?!\\d{3}(?!\\d))|${words}|` +
			`(?=${barcode}(?!\\S))|(?<=${barcode})(?!\\S)`, 'iu');
	}

	/**
	 * An expression for one of some words, the longest first; of none, one that nothing matches. Latin words
	 * stand alone.
	 * @param {string[]} words
	 */
	static oneOf(words) {
		const all = words.map((word) => word.normalize('NFKC')).sort((left, right) => right.length - left.length).map((word) => {
			const escaped = Terms.escape(word).replace(/\\-/g, '-');

			return `${/^[a-z]/i.test(word) ? '(?<!\\p{L})' : ''}${escaped}${/[a-z]$/i.test(word) ? '(?!\\p{L})' : ''}`;
		});

		return all.length ? `(?:${all.join('|')})` : '(?!)';
	}

	/**
	 * A text, and without one after another of what stands behind a number, as long as a digit is left.
	 * @param {string} text
	 */
	withoutTails(text) {
		const steps = [text];

		for (;;) {
			const left = steps[steps.length - 1] ?? '', less = left.replace(this.tail, '').replace(/[\s、,;/|:@(]+$/, '');

			if (less === left || !/\p{N}/u.test(less))
				return steps;
			steps.push(less);
		}
	}

	/**
	 * A text without words before and behind it that have no digits.
	 * @param {string} text
	 */
	static withoutWords(text) {
		const words = text.split(/\s+/), hasDigit = (/** @type {string} */ word) => /\p{N}/u.test(word);
		const first = words.findIndex(hasDigit), last = words.length - [...words].reverse().findIndex(hasDigit);
		const tails = words.slice(0, Math.max(0, first)).map((_, i) => words.slice(i + 1).join(' '));

		return first < 0 ? [] : [...tails, words.slice(first, last).join(' ')];
	}

	/**
	 * What may be the number in a text: all of it; without a numbering before it, a quantity behind it;
	 * without words before and behind it that have no digits, such as the manufacturer, which may stand
	 * there without a space in another script. A word with digits may be another number.
	 * @param {string} text
	 */
	readings(text) {
		const bare = text.replace(this.circled, '、').normalize('NFKC').replace(/^[\s、]+/, '').trim();
		const counted = this.withoutTails(bare.replace(this.numbering, ''));
		const numbered = counted.flatMap((step) => Cell.withoutWords(step).flatMap((words) => this.withoutTails(words)));
		const alone = numbered.map((step) =>
			step.replace(/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・:]+(?=[A-Z].*\d)/iu, ''));

		return [bare, ...counted, ...numbered, ...alone].filter((reading, i, all) =>
			/[\p{L}\p{N}]/u.test(reading) && all.indexOf(reading) === i);
	}

	/**
	 * Whether a text is known to have no number of a product: a quantity, a price, a day, the head of a column.
	 * @param {string} text
	 */
	isOther(text) {
		const bare = text.normalize('NFKC').replace(this.numbering, '').trim();
		let left = bare, before = '';

		while (left !== before && !this.headings.has(Terms.code(left))) {
			before = left;
			left = left.replace(this.tail, '').replace(/[\s、,;/|:@(]+$/, '');
		}
		return this.quantity.test(bare) || /^\d{4}([-/.])\d{1,2}\1\d{1,2}$/.test(bare) || !Terms.code(left) || left !== before;
	}

	/**
	 * The words of a text between which a number may end, without quantities.
	 * @param {string} text
	 */
	words(text) {
		return text.normalize('NFKC').split(this.apart).filter((word) => word && !this.quantity.test(word));
	}

	/**
	 * The parts of a text that may each be a number, if there are several: those with digits that are no
	 * quantity, of which two have letters or are long.
	 * @param {string} text
	 */
	parts(text) {
		const parts = text.replace(this.circled, '、').normalize('NFKC').split(this.between).map((part) => part.trim())
			.filter((part) => /\p{N}/u.test(part) && !this.quantity.test(part));
		const isNumber = (/** @type {string} */ part) => /\p{L}/u.test(part) || /\d{4}/.test(part);

		return parts.filter(isNumber).length > 1 ? parts : [];
	}
}
