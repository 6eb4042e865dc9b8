-- FenceEntry.claim in one atomic step: the generation, or why there is none.
local attempt, token_gen, token_seq, session_gen = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local memory_millis, grace_millis, now_millis = ARGV[5], ARGV[6], ARGV[7]
local LATE, STALE = -1, -2
local FAR = 10000

local entry = redis.call('HMGET', KEYS[1], 'g', 'a', 'kg', 'ks')
local gen = math.max(tonumber(token_gen), tonumber(session_gen))
if entry[1] then
  if tonumber(attempt) <= tonumber(entry[2]) then
    if tonumber(entry[2]) - tonumber(attempt) > FAR then
      redis.call('HSET', KEYS[1], 'a', attempt)
    end
    return LATE
  end
  if is_below(tonumber(token_gen), tonumber(token_seq), tonumber(entry[3]), tonumber(entry[4])) then
    return STALE
  end
  gen = math.max(gen, tonumber(entry[1]))
  raise(token_gen, token_seq, grace_millis, now_millis)
else
  -- What its token has passed may have been passed just now.
  redis.call('HSET', KEYS[1], 'kg', token_gen, 'ks', token_seq, 'kt', now_millis,
    'fg', 0, 'fs', 0, 'wg', token_gen, 'ws', token_seq, 'wt', now_millis)
end
gen = gen + 1
redis.call('HSET', KEYS[1], 'g', string.format('%.0f', gen), 'a', attempt)
redis.call('PEXPIRE', KEYS[1], memory_millis)
return gen
