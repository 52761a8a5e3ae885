import { keep, readKept } from './kept.ts'

/** The sound of a new message: as the visitor wants it, and before that the operator. */
export interface Sound {
  isOn(): boolean
  turn(isOn: boolean): void
  play(): void
}

/** Makes the sound; `storageKey` is where the wish of the visitor is kept. */
export function createSound(storageKey: string, isOnAtFirst: boolean): Sound {
  const kept = readKept(storageKey)
  let isOn = typeof kept === 'boolean' ? kept : isOnAtFirst
  let audio: AudioContext | undefined

  /** Two soft notes, a fourth apart. */
  function play(): void {
    if (!isOn) return
    audio ??= new AudioContext()
    const start = audio.currentTime
    for (const [index, frequency] of [587.3, 784].entries()) {
      const at = start + index * 0.11
      const tone = new OscillatorNode(audio, { type: 'sine', frequency })
      const loudness = new GainNode(audio, { gain: 0 })
      loudness.gain.setValueAtTime(0, at)
      loudness.gain.linearRampToValueAtTime(0.08, at + 0.015)
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.45)
      tone.connect(loudness).connect(audio.destination)
      tone.start(at)
      tone.stop(at + 0.5)
    }
  }

  return {
    isOn: () => isOn,
    turn(wanted) {
      isOn = wanted
      keep(storageKey, wanted)
      // Browsers let a page sound only after a gesture: this is one, and the visitor hears what is to come.
      play()
    },
    play,
  }
}
