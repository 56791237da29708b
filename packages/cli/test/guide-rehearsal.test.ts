import { followTwice } from './guide-twice.ts'

// What a start is like is tested where the README is followed.
followTwice(['docs/rehearsal.md'], { commands: 'preloaded' })
