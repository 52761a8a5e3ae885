export { createMovingClock, type MovingClock } from '../core/testkit/moving-clock.ts'
