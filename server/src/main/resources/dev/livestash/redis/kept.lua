-- FenceEntry.kept in one atomic step; 1 if the sender owns the instance. The fields are those of claim.lua.
local mark_gen, mark_seq = tonumber(ARGV[2]), tonumber(ARGV[3])
local memory_millis, grace_millis, now_millis = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])

local entry = redis.call('HMGET', KEYS[1], 'g', 'kg', 'ks', 'wg', 'ws', 'wt')
if not entry[1] or tonumber(entry[1]) ~= tonumber(ARGV[1]) then
  return 0
end
local kept_gen, kept_seq = tonumber(entry[2]), tonumber(entry[3])
if mark_gen > kept_gen or (mark_gen == kept_gen and mark_seq > kept_seq) then
  if now_millis - tonumber(entry[6]) >= grace_millis then
    redis.call('HSET', KEYS[1], 'fg', entry[4], 'fs', entry[5], 'wg', ARGV[2], 'ws', ARGV[3], 'wt', ARGV[6])
  end
  redis.call('HSET', KEYS[1], 'kg', ARGV[2], 'ks', ARGV[3], 'kt', ARGV[6])
end
redis.call('PEXPIRE', KEYS[1], memory_millis)
return 1
