@echo off
rem Installs what is missing into .venv, then runs reactdrill with the arguments given; without any, the demo.
setlocal
call "%~dp0env.cmd" all
if not "%errorlevel%"=="0" exit /b %errorlevel%
if "%~1"=="" goto demo
"%~dp0..\.venv\Scripts\reactdrill.exe" %*
exit /b %errorlevel%

:demo
"%~dp0..\.venv\Scripts\reactdrill.exe" demo
exit /b %errorlevel%
