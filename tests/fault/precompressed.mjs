#!/usr/bin/env node
// A site with compressed copies changed in place, disturbed at every call.
import { playTransition } from './transition.mjs';

playTransition(['--precompress']);
