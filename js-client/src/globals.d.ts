/** Whether this is the development build, which checks what the application gives. The build defines it. */
declare const __DEV__: boolean;
