import { demandNode } from '@card-member/service/node-version'

// Imported before all else, so that nothing deep within fails for want of a newer Node.
demandNode('@card-member/platform')
