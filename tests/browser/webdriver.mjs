// Drives Chromium, Firefox and WebKit alike: the few commands of W3C WebDriver that tests need.
// Chromium and WebKit come with a driver that takes them by HTTP; Firefox takes the same commands
// itself, by its Marionette port, so that it needs no program that Debian does not have.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check } from '../check.mjs';
import { freePort } from '../port.mjs';

/** How long anything may take where many things run at once. */
const patience = 120000;

async function until(what, ask) {
	for (const end = Date.now() + patience; Date.now() < end; await wait(50)) {
		const answer = await ask();
		if (answer)
			return answer;
	}
	throw new Error(`waited in vain: ${what}`);
}

/** Starts a program that ends with the test, its words in a file. */
function start(program, args, { home, ...env }, fds = 3) {
	const log = fs.openSync(path.join(home, `${path.basename(program)}.log`), 'a');
	const child = spawn(program, args, {
		stdio: ['ignore', log, log, ...Array(fds - 3).fill('pipe')], detached: true,
		env: { ...process.env, HOME: home, ...env },
	});
	fs.closeSync(log);
	child.stop = () => {
		try {
			process.kill(-child.pid, 'SIGKILL');
		} catch {
			// It has ended by itself.
		}
	};
	child.on('error', () => undefined);
	process.on('exit', child.stop);
	return child;
}

// ---- by HTTP ----

/** The commands by HTTP: method and path below the session. */
const requests = {
	'WebDriver:Navigate': ['POST', 'url'],
	'WebDriver:GetCurrentURL': ['GET', 'url'],
	'WebDriver:Back': ['POST', 'back'],
	'WebDriver:ExecuteScript': ['POST', 'execute/sync'],
	'WebDriver:FindElement': ['POST', 'element'],
	'WebDriver:ElementClick': ['POST', ({ id }) => `element/${id}/click`],
	'WebDriver:ElementClear': ['POST', ({ id }) => `element/${id}/clear`],
	'WebDriver:ElementSendKeys': ['POST', ({ id }) => `element/${id}/value`],
	'WebDriver:SetWindowRect': ['POST', 'window/rect'],
	'WebDriver:SwitchToFrame': ['POST', 'frame'],
	'WebDriver:TakeScreenshot': ['GET', 'screenshot'],
	'WebDriver:Print': ['POST', 'print'],
};

async function openHttp(port, capabilities) {
	const ask = async (method, address, body) => {
		const response = await fetch(`http://127.0.0.1:${port}/${address}`, {
			method, signal: AbortSignal.timeout(patience),
			...(method === 'POST' && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const { value } = await response.json();
		if (!response.ok)
			throw new Error(`${address.replace(/^session\/[^/]*\//, '')}: ${value.error}: ${value.message}`);
		return value;
	};
	await until('the driver listens', () => fetch(`http://127.0.0.1:${port}/status`).then(() => true, () => false));
	const { sessionId } = await ask('POST', 'session', { capabilities: { alwaysMatch: capabilities } });
	return {
		ask: (command, body = {}) => {
			const [method, address] = requests[command];
			return ask(method, `session/${sessionId}/${typeof address === 'string' ? address : address(body)}`, body);
		},
		close: () => ask('DELETE', `session/${sessionId}`).catch(() => undefined),
	};
}

// ---- by Marionette ----

/** The same over a socket: each message is its length, a colon and JSON. */
async function openMarionette(port) {
	const socket = net.connect(port, '127.0.0.1');
	const waiting = new Map();
	let bytes = Buffer.alloc(0), number = 0;
	socket.on('error', () => undefined);
	socket.on('data', (data) => {
		bytes = Buffer.concat([bytes, data]);
		for (let colon; (colon = bytes.indexOf(':')) > 0;) {
			const end = colon + 1 + Number(bytes.subarray(0, colon));
			if (bytes.length < end)
				return;
			const message = JSON.parse(bytes.subarray(colon + 1, end));
			bytes = bytes.subarray(end);
			if (Array.isArray(message))
				waiting.get(message[1])(message);
		}
	});
	const ask = (command, body = {}) => new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`${command}: no answer`)), patience);
		const text = JSON.stringify([0, ++number, command, body]);
		waiting.set(number, ([, , error, result]) => {
			clearTimeout(timer);
			if (error)
				reject(new Error(`${command}: ${error.error}: ${error.message}`));
			else
				resolve(result && 'value' in result ? result.value : result);
		});
		socket.write(`${Buffer.byteLength(text)}:${text}`);
	});
	await ask('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
	return { ask, close: async () => socket.destroy() };
}

// ---- the engines ----

const engines = {
	async chromium(home) {
		const port = await freePort();
		const child = start('/usr/bin/chromedriver', [`--port=${port}`], { home });
		const session = await openHttp(port, { 'goog:chromeOptions': {
			binary: process.env.CHROMIUM || '/usr/bin/chromium',
			args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
				'--disable-component-update', '--disable-sync', `--user-data-dir=${home}/profile`],
		} });
		return { ...session, children: [child] };
	},
	async firefox(home) {
		const profile = path.join(home, 'profile');
		fs.mkdirSync(profile);
		fs.writeFileSync(path.join(profile, 'user.js'), ['"marionette.port", 0', '"browser.shell.checkDefaultBrowser", false',
			'"datareporting.policy.dataSubmissionEnabled", false', '"app.update.auto", false', '"network.captive-portal-service.enabled", false',
			'"browser.startup.page", 0'].map((pref) => `user_pref(${pref});\n`).join(''));
		const child = start(process.env.FIREFOX || '/usr/bin/firefox-esr', ['--headless', '--marionette', '--no-remote', '--profile', profile], { home });
		const file = path.join(profile, 'MarionetteActivePort');
		const port = await until('Firefox listens', () => fs.existsSync(file) && Number(fs.readFileSync(file, 'utf8')));
		return { ...await openMarionette(port), children: [child] };
	},
	async webkit(home) {
		const screen = start('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '2000x1500x24', '-nolisten', 'tcp'], { home }, 4);
		const display = await new Promise((resolve) => screen.stdio[3].once('data', (data) => resolve(`:${String(data).trim()}`)));
		const port = await freePort();
		const child = start('/usr/bin/WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
			home, DISPLAY: display, XDG_RUNTIME_DIR: home, LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1',
			// Only here, where it may run as root, which the sandbox does not take.
			WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
		});
		const session = await openHttp(port, { browserName: 'MiniBrowser' });
		return { ...session, children: [child, screen] };
	},
};

/** The key under which WebDriver hands out an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** A browser: opens pages, runs functions in them, clicks and types as a person would. */
async function openEngine(name, home) {
	fs.mkdirSync(home, { recursive: true, mode: 0o700 });
	const { ask, close, children } = await engines[name](home);
	const find = async (selector) => (await until(`${selector} is there`, () =>
		ask('WebDriver:FindElement', { using: 'css selector', value: selector }).catch(() => null)))[elementKey];
	const run = (body, ...args) => ask('WebDriver:ExecuteScript', { script: `return (${body})(...arguments)`, args });
	return {
		name,
		run,
		find,
		url: () => ask('WebDriver:GetCurrentURL'),
		back: () => ask('WebDriver:Back'),
		goto: (url) => ask('WebDriver:Navigate', { url }),
		/** Opens a page that frames another one, and goes on in that one. */
		openFramed: async (url) => {
			await ask('WebDriver:SwitchToFrame', { id: null });
			await ask('WebDriver:Navigate', { url });
			await ask('WebDriver:SwitchToFrame', { id: 0 });
		},
		/** Waits until a function says something true in the page, and returns it. */
		until: (what, body, ...args) => until(what, () => run(body, ...args).catch(() => null)),
		click: async (selector) => {
			const id = await find(selector);
			// Where pages scroll smoothly, a driver does not wait until they have.
			await run((place) => document.querySelector(place).scrollIntoView({ block: 'center', behavior: 'instant' }), selector);
			await ask('WebDriver:ElementClick', { id });
		},
		type: async (selector, text) => ask('WebDriver:ElementSendKeys', { id: await find(selector), text }),
		print: async () => Buffer.from(await ask('WebDriver:Print', { page: { width: 21, height: 29.7 }, background: true }), 'base64'),
		screenshot: async () => Buffer.from(await ask('WebDriver:TakeScreenshot', { full: false }), 'base64'),
		/** Makes the page as wide and high as asked, if the window can be; returns its real width. */
		resize: async (width, height) => {
			for (let more = [0, 0], i = 0; i < 3; i++) {
				await ask('WebDriver:SetWindowRect', { width: width + more[0], height: height + more[1] });
				const inner = await run(() => [innerWidth, innerHeight]);
				more = [more[0] + width - inner[0], more[1] + height - inner[1]];
			}
			return run(() => innerWidth);
		},
		close: async () => {
			await close();
			children.forEach((child) => child.stop());
		},
	};
}

/** Runs the body with each browser, those of ENGINES or these, and closes it whatever happens. */
export async function withEngines(body, names = Object.keys(engines)) {
	for (const name of (process.env.ENGINES ?? names.join(' ')).split(' ')) {
		let engine;
		try {
			engine = await openEngine(name, path.resolve(process.env.TMPDIR ?? '/tmp', `fuda-${name}-${process.pid}`));
			await body(engine);
		} catch (error) {
			check(`${name}: the test runs to its end`, false, error.stack);
		} finally {
			await engine?.close();
		}
	}
}
