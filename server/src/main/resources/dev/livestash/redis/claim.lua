-- FenceEntry.claim in one atomic step.
-- An entry: g, a: generation and last attempt; kg, ks: the kept mark; and when it was raised lately:
-- fg, fs: the floor; wg, ws, wt: the window's mark and beginning; kt: when it was raised last.
-- Numbers are below 2^53, which Lua holds exactly, but would write with an exponent.
local attempt, token_gen, token_seq = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local session_gen, memory_millis, now_millis = tonumber(ARGV[4]), ARGV[5], ARGV[6]
local LATE, STALE = -1, -2

local entry = redis.call('HMGET', KEYS[1], 'g', 'a', 'kg', 'ks')
local gen = math.max(token_gen, session_gen)
if entry[1] then
  local kept_gen, kept_seq = tonumber(entry[3]), tonumber(entry[4])
  if attempt <= tonumber(entry[2]) then
    return LATE
  end
  if token_gen < kept_gen or (token_gen == kept_gen and token_seq < kept_seq) then
    return STALE
  end
  gen = math.max(gen, tonumber(entry[1]))
else
  redis.call('HSET', KEYS[1], 'fg', ARGV[2], 'fs', ARGV[3], 'wg', ARGV[2], 'ws', ARGV[3],
    'wt', now_millis, 'kt', now_millis)
end
gen = gen + 1
redis.call('HSET', KEYS[1], 'g', string.format('%.0f', gen), 'a', ARGV[1], 'kg', ARGV[2], 'ks', ARGV[3])
redis.call('PEXPIRE', KEYS[1], memory_millis)
return gen
