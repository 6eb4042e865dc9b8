-- FenceEntry.mayFork; 1 if the copy may.
local token_gen, token_seq = tonumber(ARGV[1]), tonumber(ARGV[2])
local grace_millis, now_millis = tonumber(ARGV[3]), tonumber(ARGV[4])

local entry = redis.call('HMGET', KEYS[1], 'kg', 'ks', 'kt', 'wg', 'ws', 'wt', 'fg', 'fs')
if not entry[1] then
  return 1
end
local lowest = 7
if now_millis - tonumber(entry[3]) >= grace_millis then
  lowest = 1
elseif now_millis - tonumber(entry[6]) >= grace_millis then
  lowest = 4
end
return is_below(token_gen, token_seq, tonumber(entry[lowest]), tonumber(entry[lowest + 1])) and 0 or 1
