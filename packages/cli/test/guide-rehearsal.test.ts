import { followTwice } from './guide-twice.ts'

followTwice(['docs/rehearsal.md'])
