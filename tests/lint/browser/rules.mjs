// The scripts of pages: no promise is left alone, no value goes unused, one dialect.
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

export default tseslint.config({
	files: ['**/*.js'],
	extends: [tseslint.configs.base],
	languageOptions: {
		ecmaVersion: 2021,
		sourceType: 'script',
		parserOptions: { project: fileURLToPath(new URL('tsconfig.json', import.meta.url)) },
	},
	rules: {
		'@typescript-eslint/no-floating-promises': 'error',
		'@typescript-eslint/no-misused-promises': 'error',
		'@typescript-eslint/await-thenable': 'error',
		'@typescript-eslint/only-throw-error': 'error',
		'@typescript-eslint/switch-exhaustiveness-check': 'error',
		eqeqeq: 'error',
		'no-var': 'error',
		'prefer-const': 'error',
		'prefer-arrow-callback': 'error',
		'object-shorthand': 'error',
		'no-unused-expressions': 'error',
		'no-implied-eval': 'error',
		'no-eval': 'error',
		strict: ['error', 'global'],
		'max-lines': ['error', 400],
		'max-lines-per-function': ['error', { max: 60, IIFEs: false }],
	},
});
