'use strict';

/* An iCalendar (RFC 5545) of the days on which labels end, made in the browser. */

const Calendar = (() => {
	/** @param {string} text */
	const escape = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

	/**
	 * A line of at most 75 bytes, and what goes on behind a space.
	 * @param {string} line
	 */
	function fold(line) {
		const encoder = new TextEncoder(), parts = [''];
		let n = 0;

		for (const c of line) {
			const size = encoder.encode(c).length;

			if (n + size > 74) {
				parts.push('');
				n = 0;
			}
			parts[parts.length - 1] += c;
			n += size;
		}
		return parts.join('\r\n ');
	}

	/** @param {string} iso */
	const dayOf = (iso) => iso.replace(/-/g, '');

	/**
	 * @param {string} name @param {string} asOf the day of the registry, which the calendar states
	 * @param {{uid: string, day: string, summary: string, url: string}[]} events
	 */
	function make(name, asOf, events) {
		const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Fuda//check//EN', `X-WR-CALNAME:${escape(name)}`];

		for (const { uid, day, summary, url } of events)
			lines.push('BEGIN:VEVENT', `UID:${uid}`, `DTSTAMP:${dayOf(asOf)}T000000Z`, `DTSTART;VALUE=DATE:${dayOf(day)}`,
				`SUMMARY:${escape(summary)}`, `DESCRIPTION:${escape(name)}`, `URL:${url}`, 'TRANSP:TRANSPARENT', 'END:VEVENT');
		return [...lines, 'END:VCALENDAR', ''].map(fold).join('\r\n');
	}

	return { make };
})();
