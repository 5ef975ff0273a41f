#!/usr/bin/env node
// A site exchanged at once, disturbed at every call.
import { playTransition } from './transition.mjs';

playTransition(['--atomic']);
