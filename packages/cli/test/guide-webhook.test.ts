import { followTwice } from './guide-twice.ts'

followTwice(['docs/webhook.md'], { ports: ['3000'] })
