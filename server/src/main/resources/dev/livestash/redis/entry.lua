-- What the other scripts share, read before each of them: FenceEntry in a hash.
-- g, a: generation and last attempt; kg, ks: the kept mark; and when it was raised lately:
-- fg, fs: the floor; wg, ws, wt: the window's mark and beginning; kt: when it was raised last.
-- Numbers are below 2^53, which Lua holds exactly, but would write with an exponent: those that a
-- script was given are stored as they came.
local function is_below(gen, seq, other_gen, other_seq)
  return gen < other_gen or (gen == other_gen and seq < other_seq)
end

-- FenceEntry.raised: the mark goes up to (gen, seq), and the history with it.
local function raise(gen, seq, grace_millis, now_millis)
  local entry = redis.call('HMGET', KEYS[1], 'kg', 'ks', 'wg', 'ws', 'wt')
  if not is_below(tonumber(entry[1]), tonumber(entry[2]), tonumber(gen), tonumber(seq)) then
    return
  end
  if tonumber(now_millis) - tonumber(entry[5]) >= tonumber(grace_millis) then
    redis.call('HSET', KEYS[1], 'fg', entry[3], 'fs', entry[4], 'wg', gen, 'ws', seq, 'wt', now_millis)
  end
  redis.call('HSET', KEYS[1], 'kg', gen, 'ks', seq, 'kt', now_millis)
end
