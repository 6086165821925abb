@echo off
rem Runs techrace with the Java of version 25 or later in JAVA_HOME or on the path.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if exist "%~dp0runtime\bin\java.exe" set "java=%~dp0runtime\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo techrace needs a Java of version 25 or later and found none. 1>&2
  echo Install one ^(for instance from https://adoptium.net^) or set JAVA_HOME to it. 1>&2
  exit /b 3
)
"%java%" -Djdk.virtualThreadScheduler.parallelism=64 -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED ^
  --sun-misc-unsafe-memory-access=allow "-Dtechrace.project=%CD%" -jar "%~dp0techrace.jar" %*
exit /b %errorlevel%
