// The escapes of gen/tmpl/escape.h, by the names that view_values gives them.
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const html = (text) => (/[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (c) => entities[c]) : text);
const isAddress = (text) => /^(https?:\/\/|mailto:|tel:|[^:/?#]*($|[/?#]))/i.test(text) && !/^\/\/|[\0- \x7f\\]/.test(text);
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const isDots = (segment) => segment === '.' || segment === '..';
const isBadSegment = (segment) => segment === '' || isDots(segment);

exports.escapes = {
	none: (text) => text,
	html,
	url: (text) => (isAddress(text) ? html(text) : '#'),
	path: (text) => (text.replace(/\/$/, '').split('/').some(isBadSegment) ? '' : encode(text).replaceAll('%2F', '/')),
	segment: (text) => (isDots(text) ? '' : encode(text)),
	query: encode,
	contact: (text) => encode(text).replaceAll('%40', '@').replaceAll('%2B', '+'),
	phrases: (text) => text, // the value is markup that has its marks
	json: (text) => JSON.stringify(text).slice(1, -1).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
};
